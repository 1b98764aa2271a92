/* Keeps what a power cut would leave of a folder: of each file the bytes at its last sync, of each folder the names
 * at its last sync. Preloaded; HEADWAY_POWER_HOME is the folder, HEADWAY_POWER_KEPT where the copies go.
 * kept/f-INODE holds a file, kept/d-INODE the names of a folder, each with its kind and inode; kept/lock is held
 * meanwhile. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 4096

/* An inode's number may be given to another file later, so the moment it was made goes with it. */
static int key_of(int folder, const char *name, char *key) {
    struct statx found;
    if (statx(folder, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME | STATX_TYPE, &found))
        return -1;
    snprintf(key, 64, "%llu-%lld-%u", (unsigned long long)found.stx_ino, (long long)found.stx_btime.tv_sec,
             found.stx_btime.tv_nsec);
    return found.stx_mode & S_IFMT;
}

static void file_kept(int file, int to) {
    char part[1 << 16], own[64];
    off_t at = 0;
    ssize_t count;
    int reader = file;
    /* A file that can be read is read as it is: closing a second opening of it would drop SQLite's locks. */
    if ((fcntl(file, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        snprintf(own, sizeof own, "/proc/self/fd/%d", file);
        reader = open(own, O_RDONLY | O_CLOEXEC);
    }
    while ((count = pread(reader, part, sizeof part, at)) > 0) {
        if (write(to, part, count) != count) abort();
        at += count;
    }
    if (reader != file) close(reader);
}

static void names_kept(int folder, int to, const char *path) {
    char key[64];
    int kind;
    struct dirent *one;
    DIR *names = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    dprintf(to, "%s\n", path);
    while ((one = readdir(names)))
        if (strcmp(one->d_name, ".") && strcmp(one->d_name, "..") && (kind = key_of(folder, one->d_name, key)) >= 0)
            dprintf(to, "%c\t%s\t%s\n", kind == S_IFDIR ? 'd' : 'f', key, one->d_name);
    closedir(names);
}

static int kept(int descriptor) {
    const char *home = getenv("HEADWAY_POWER_HOME"), *folder = getenv("HEADWAY_POWER_KEPT");
    char own[64], path[PATH_BYTES], making[PATH_BYTES], made[PATH_BYTES], key[64];
    ssize_t length;
    int kind, lock, to, before = errno;
    snprintf(own, sizeof own, "/proc/self/fd/%d", descriptor);
    length = readlink(own, path, sizeof path - 1);
    if (!home || !folder || length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, home, strlen(home)) || (kind = key_of(descriptor, "", key)) < 0) return 0;
    snprintf(making, sizeof making, "%s/lock", folder);
    if ((lock = open(making, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0 || flock(lock, LOCK_EX)) abort();
    snprintf(making, sizeof making, "%s/making", folder);
    snprintf(made, sizeof made, "%s/%c-%s", folder, kind == S_IFDIR ? 'd' : 'f', key);
    if ((to = open(making, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) < 0) abort();
    if (kind == S_IFDIR) names_kept(descriptor, to, path);
    else file_kept(descriptor, to);
    close(to);
    if (rename(making, made)) abort();
    close(lock);
    errno = before;
    return 0;
}

int fsync(int descriptor) { return kept(descriptor); }
int fdatasync(int descriptor) { return kept(descriptor); }
