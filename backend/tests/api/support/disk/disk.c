/* Stands between a process and the files below one folder (LD_PRELOAD). It keeps a log of what was written and what was
 * synced, of which a test makes what a power cut would have left; and it may say that the disk is full, or sync nothing.
 *
 * What outlives the process is decided by the log alone, so nothing is truly synced here. SQLite's -shm is left out: it
 * is made anew after a crash. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* The same numbers as in log.rs. */
enum kind { WRITTEN = 1, CUT, SYNCED, MADE, FOLDER, GONE, MOVED, LINKED, NAMES_SYNCED };

/* The test writes all but the second. */
struct control {
    _Atomic int64_t room;
    _Atomic int64_t refused;
    _Atomic int64_t lies;
    _Atomic int64_t steps;
};

static const char *root;
static size_t root_length;
static int journal = -1;
static struct control *control;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static uint64_t records;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("DISK_LOG"), *shared = getenv("DISK_CONTROL");
    root = getenv("DISK_ROOT");
    if (!root || !log || !shared)
        abort();
    root_length = strlen(root);
    journal = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    int fd = syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC, 0);
    control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (journal < 0 || control == MAP_FAILED)
        abort();
    syscall(SYS_close, fd);
}

static int inside(const char *path) {
    size_t length = strlen(path);
    if (!root || strncmp(path, root, root_length) != 0)
        return 0;
    if (path[root_length] != '/' && path[root_length] != 0)
        return 0;
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

struct place {
    char path[PATH_MAX];
    struct stat stat;
};

static int find(int fd, struct place *place) {
    char link[32];
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, place->path, PATH_MAX - 1);
    place->path[length < 0 ? 0 : length] = 0;
    int found = length > 0 && inside(place->path) && fstat(fd, &place->stat) == 0;
    errno = kept;
    return found;
}

/* Power goes at a write or a sync as often as between two. */
static void step(void) {
    if (control && atomic_fetch_sub(&control->steps, 1) <= 0)
        kill(getpid(), SIGKILL);
}

static void note(enum kind kind, uint64_t file, uint64_t at, const char *path, const void *bytes, size_t length) {
    step();
    int kept = errno;
    uint64_t head[5] = {kind, file, at, strlen(path), length};
    struct iovec parts[3] = {{head, sizeof head}, {(void *)path, head[3]}, {(void *)bytes, length}};
    pthread_mutex_lock(&turn);
    if (syscall(SYS_writev, journal, parts, 3) < 0)
        abort();
    records++;
    pthread_mutex_unlock(&turn);
    errno = kept;
}

static int is_full(void) {
    if (!control || atomic_fetch_sub(&control->room, 1) > 0)
        return 0;
    atomic_fetch_add(&control->refused, 1);
    errno = ENOSPC;
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    struct place place;
    if (!find(fd, &place))
        return syscall(SYS_write, fd, bytes, length);
    if (is_full())
        return -1;
    ssize_t done = syscall(SYS_write, fd, bytes, length);
    if (done > 0)
        note(WRITTEN, place.stat.st_ino, lseek(fd, 0, SEEK_CUR) - done, place.path, bytes, done);
    return done;
}

/* A caller goes on where a short write ends. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
    struct place place;
    if (!find(fd, &place))
        return syscall(SYS_writev, fd, parts, count);
    for (int part = 0; part < count; part++)
        if (parts[part].iov_len > 0)
            return write(fd, parts[part].iov_base, parts[part].iov_len);
    return 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    struct place place;
    if (!find(fd, &place))
        return syscall(SYS_pwrite64, fd, bytes, length, at);
    if (is_full())
        return -1;
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, at);
    if (done > 0)
        note(WRITTEN, place.stat.st_ino, at, place.path, bytes, done);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

int ftruncate64(int fd, off64_t length) {
    struct place place;
    if (!find(fd, &place))
        return syscall(SYS_ftruncate, fd, length);
    if (length > place.stat.st_size && is_full())
        return -1;
    int failed = syscall(SYS_ftruncate, fd, length);
    if (!failed)
        note(CUT, place.stat.st_ino, length, place.path, NULL, 0);
    return failed;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* What was logged before the call began is synced when it ends. */
static int sync_now(int fd, long call) {
    struct place place;
    if (!find(fd, &place))
        return syscall(call, fd);
    pthread_mutex_lock(&turn);
    uint64_t before = records;
    pthread_mutex_unlock(&turn);
    if (!atomic_load(&control->lies))
        note(S_ISDIR(place.stat.st_mode) ? NAMES_SYNCED : SYNCED, place.stat.st_ino, before, place.path, NULL, 0);
    return 0;
}

int fsync(int fd) { return sync_now(fd, SYS_fsync); }

int fdatasync(int fd) { return sync_now(fd, SYS_fdatasync); }

static int open_file(const char *path, int flags, mode_t mode) {
    int makes = (flags & O_CREAT) && inside(path) && faccessat(AT_FDCWD, path, F_OK, 0) != 0;
    if (makes && is_full())
        return -1;
    int fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    struct place place;
    if (fd >= 0 && (makes || (flags & O_TRUNC)) && find(fd, &place)) {
        if (makes)
            note(MADE, place.stat.st_ino, 0, path, NULL, 0);
        else
            note(CUT, place.stat.st_ino, 0, path, NULL, 0);
    }
    return fd;
}

#define MODE(flags)                                                                                                    \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                               \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode = va_arg(rest, mode_t);                                                                                   \
        va_end(rest);                                                                                                  \
    }

int open(const char *path, int flags, ...) {
    MODE(flags)
    return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags)
    return open_file(path, flags, mode);
}

int mkdir(const char *path, mode_t mode) {
    if (inside(path) && faccessat(AT_FDCWD, path, F_OK, 0) != 0 && is_full())
        return -1;
    int failed = syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (!failed && inside(path))
        note(FOLDER, 0, 0, path, NULL, 0);
    return failed;
}

int unlink(const char *path) {
    int failed = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (!failed && inside(path))
        note(GONE, 0, 0, path, NULL, 0);
    return failed;
}

int rename(const char *from, const char *to) {
    int failed = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    if (!failed && inside(to))
        note(MOVED, 0, 0, from, to, strlen(to));
    return failed;
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    int failed = syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
    if (!failed && inside(to))
        note(LINKED, 0, 0, from, to, strlen(to));
    return failed;
}
