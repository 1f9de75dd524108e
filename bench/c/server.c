/* The bound: what a server of one thread costs that does nothing but call the kernel.
 *
 *   server echo      sends back what comes
 *   server accept    closes each connection at once
 *
 * Prints "port N" when it listens on the loopback address; the first two also serve the micro benchmarks:
 *
 *   server pipe SIZE ROUNDS    a write to a pipe, a wait, a read: nanoseconds each, five times
 *   server wake ROUNDS         an eventfd written by one thread, awaited by another with epoll: one way
 *   server file PATH SIZE      reads a file piece by piece: nanoseconds each, five times */
#include "common.h"
#include <pthread.h>
#include <sys/eventfd.h>

static char buffer[65536];

static void serve(int echo) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (bind(listener, (struct sockaddr *) &address, length) || listen(listener, 4096)) fail("listen");
  getsockname(listener, (struct sockaddr *) &address, &length);
  int epoll = epoll_create1(0);
  watch(epoll, listener, (uint64_t) listener, EPOLLIN);
  printf("port %d\n", ntohs(address.sin_port));
  fflush(stdout);
  struct epoll_event events[1024];
  for (;;) {
    int count = epoll_wait(epoll, events, 1024, -1);
    for (int i = 0; i < count; i++) {
      int fd = (int) events[i].data.u64;
      if (fd == listener) {
        int client;
        while ((client = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          if (echo) {
            no_delay(client);
            watch(epoll, client, (uint64_t) client, EPOLLIN);
          } else {
            close(client);
          }
        }
        continue;
      }
      ssize_t got = read(fd, buffer, sizeof buffer);
      if (got < 0 && errno == EAGAIN) continue;
      if (got <= 0) {
        close(fd);
        continue;
      }
      for (ssize_t sent = 0; sent < got;) {
        ssize_t n = write(fd, buffer + sent, (size_t) (got - sent));
        if (n > 0) {
          sent += n;
        } else if (errno != EAGAIN) {
          close(fd);
          break;
        }
      }
    }
  }
}

static void through_pipe(size_t size, int rounds) {
  int ends[2];
  if (pipe2(ends, O_NONBLOCK)) fail("pipe2");
  int epoll = epoll_create1(0);
  watch(epoll, ends[0], 0, EPOLLIN);
  struct epoll_event event;
  for (int repetition = 0; repetition < 6; repetition++) {
    uint64_t begin = nanos();
    for (int i = 0; i < rounds; i++) {
      if (write(ends[1], buffer, size) != (ssize_t) size) fail("write");
      epoll_wait(epoll, &event, 1, -1);
      if (read(ends[0], buffer, size) != (ssize_t) size) fail("read");
    }
    if (repetition > 0) printf("%.1f\n", (double) (nanos() - begin) / rounds);
  }
}

static void through_file(const char *path, size_t size) {
  for (int repetition = 0; repetition < 6; repetition++) {
    int fd = open(path, O_RDONLY);
    if (fd < 0) fail(path);
    uint64_t begin = nanos();
    int pieces = 0;
    while (read(fd, buffer, size) > 0) pieces++;
    if (repetition > 0) printf("%.1f\n", (double) (nanos() - begin) / pieces);
    close(fd);
  }
}

struct side {
  int epoll, wake;
};
static struct side mine, theirs;
static int turn, rounds_of_wake;

static struct side make_side(void) {
  struct side side = {epoll_create1(0), eventfd(0, EFD_NONBLOCK)};
  watch(side.epoll, side.wake, 0, EPOLLIN | EPOLLET);
  return side;
}

static void await_turn(struct side side, int wanted) {
  struct epoll_event event;
  while (__atomic_load_n(&turn, __ATOMIC_SEQ_CST) != wanted) epoll_wait(side.epoll, &event, 1, -1);
}

static void give_turn(struct side side, int next) {
  uint64_t one = 1;
  __atomic_store_n(&turn, next, __ATOMIC_SEQ_CST);
  if (write(side.wake, &one, sizeof one) < 0) fail("eventfd");
}

static void *answer(void *unused) {
  for (int i = 0; i < rounds_of_wake; i++) {
    await_turn(theirs, 1);
    give_turn(mine, 0);
  }
  return unused;
}

static void through_wake(int rounds) {
  for (int repetition = 0; repetition < 6; repetition++) {
    mine = make_side();
    theirs = make_side();
    turn = 0;
    rounds_of_wake = rounds;
    pthread_t thread;
    pthread_create(&thread, NULL, answer, NULL);
    uint64_t begin = nanos();
    for (int i = 0; i < rounds; i++) {
      give_turn(theirs, 1);
      await_turn(mine, 0);
    }
    if (repetition > 0) printf("%.1f\n", (double) (nanos() - begin) / 2 / rounds);
    pthread_join(thread, NULL);
  }
}

int main(int count, char **words) {
  if (count == 2 && !strcmp(words[1], "echo")) serve(1);
  if (count == 2 && !strcmp(words[1], "accept")) serve(0);
  if (count == 4 && !strcmp(words[1], "pipe")) through_pipe((size_t) atoi(words[2]), atoi(words[3]));
  else if (count == 3 && !strcmp(words[1], "wake")) through_wake(atoi(words[2]));
  else if (count == 4 && !strcmp(words[1], "file")) through_file(words[2], (size_t) atoi(words[3]));
  else return 2;
  return 0;
}
