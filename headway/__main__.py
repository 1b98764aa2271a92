from headway.interfaces.cli.main import main

main()
