from headway.core.classes import classify

classify("strategy.objective", confidential="title")
classify("strategy.keyresult", confidential="title metric unit baseline target now now_of now_reason")
