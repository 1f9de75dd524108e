/* The load: as many connections as told, each with one message under way.
 *
 *   client echo PORT CONNECTIONS SIZE WARM_SECONDS SECONDS SERVER_PID
 *   client accept PORT CONNECTIONS 0 WARM_SECONDS SECONDS SERVER_PID
 *
 * Prints, separated by tabs: operations a second, median and 99th percentile of the round trip in microseconds, the
 * server's CPU time per operation in microseconds, and the shares of a core that server and client used. */
#include "common.h"
#include <dirent.h>

#define BUCKETS 2000000 /* of 100 ns */

static uint32_t histogram[BUCKETS + 1];
static char message[65536], received[65536];

static uint64_t cpu_of(const char *pid) {
  char path[300];
  snprintf(path, sizeof path, "/proc/%s/task", pid);
  DIR *threads = opendir(path);
  if (!threads) return 0;
  uint64_t total = 0;
  for (struct dirent *entry; (entry = readdir(threads));) {
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%.20s/task/%.20s/schedstat", pid, entry->d_name);
    FILE *file = fopen(path, "r");
    unsigned long long time;
    if (file) {
      if (fscanf(file, "%llu", &time) == 1) total += time;
      fclose(file);
    }
  }
  closedir(threads);
  return total;
}

static uint64_t own_cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static double percentile(uint64_t count, double share) {
  uint64_t seen = 0;
  for (int bucket = 0; bucket <= BUCKETS; bucket++) {
    seen += histogram[bucket];
    if ((double) seen >= (double) count * share) return bucket / 10.0;
  }
  return BUCKETS / 10.0;
}

/* When measuring begins and ends. */
static struct {
  const char *pid;
  uint64_t from, until, began, server, own, count;
  double seconds;
} run;

static void count_one(uint64_t begin, uint64_t end) {
  if (!run.began) return;
  uint64_t bucket = (end - begin) / 100;
  histogram[bucket > BUCKETS ? BUCKETS : bucket]++;
  run.count++;
}

/* Returns whether it is over; then it has printed. */
static int is_over(void) {
  uint64_t now = nanos();
  if (!run.began && now >= run.from) {
    run.server = cpu_of(run.pid);
    run.own = own_cpu();
    run.began = nanos();
    run.until = run.began + (uint64_t) (run.seconds * 1e9);
  }
  if (!run.began || now < run.until) return 0;
  double elapsed = (double) (now - run.began), server = (double) (cpu_of(run.pid) - run.server);
  double count = run.count ? (double) run.count : 1;
  printf("%.0f\t%.1f\t%.1f\t%.3f\t%.3f\t%.3f\n", (double) run.count / elapsed * 1e9, percentile(run.count, 0.5),
         percentile(run.count, 0.99), server / 1e3 / count, server / elapsed, (double) (own_cpu() - run.own) / elapsed);
  return 1;
}

static int connect_to(int port, int flags) {
  int fd = socket(AF_INET, SOCK_STREAM | flags, 0);
  struct sockaddr_in address = loopback(port);
  if (connect(fd, (struct sockaddr *) &address, sizeof address) && errno != EINPROGRESS) fail("connect");
  return fd;
}

static void send_message(int fd, int size) {
  for (int sent = 0; sent < size;) {
    ssize_t n = write(fd, message + sent, (size_t) (size - sent));
    if (n > 0) sent += (int) n;
    else if (errno != EAGAIN) fail("write");
  }
}

static int echo(int port, int connections, int size) {
  int epoll = epoll_create1(0);
  struct connection {
    int fd, got;
    uint64_t begin;
  } *all = calloc((size_t) connections, sizeof *all);
  for (int i = 0; i < connections; i++) {
    all[i].fd = connect_to(port, 0);
    no_delay(all[i].fd);
    fcntl(all[i].fd, F_SETFL, O_NONBLOCK);
    watch(epoll, all[i].fd, (uint64_t) i, EPOLLIN);
  }
  for (int i = 0; i < connections; i++) {
    all[i].begin = nanos();
    send_message(all[i].fd, size);
  }
  struct epoll_event events[1024];
  while (!is_over()) {
    int count = epoll_wait(epoll, events, 1024, 5000);
    if (count == 0) {
      fputs("the server does not answer\n", stderr);
      return 2;
    }
    for (int i = 0; i < count; i++) {
      struct connection *one = &all[events[i].data.u64];
      ssize_t n = read(one->fd, received, sizeof received);
      if (n < 0 && errno == EAGAIN) continue;
      if (n <= 0) {
        fputs("the server closed a connection\n", stderr);
        return 3;
      }
      one->got += (int) n;
      if (one->got >= size) {
        one->got = 0;
        uint64_t now = nanos();
        count_one(one->begin, now);
        one->begin = now;
        send_message(one->fd, size);
      }
    }
  }
  return 0;
}

static void begin_connection(int epoll, int port) {
  int fd = connect_to(port, SOCK_NONBLOCK);
  struct linger reset = {1, 0}; /* else the ports would run out */
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  watch(epoll, fd, (uint64_t) fd, EPOLLIN | EPOLLRDHUP);
}

static int accept_rate(int port, int connections) {
  int epoll = epoll_create1(0);
  for (int i = 0; i < connections; i++) begin_connection(epoll, port);
  struct epoll_event events[256];
  while (!is_over()) {
    int count = epoll_wait(epoll, events, 256, 5000);
    if (count == 0) {
      fputs("the server does not answer\n", stderr);
      return 2;
    }
    for (int i = 0; i < count; i++) {
      close((int) events[i].data.u64);
      count_one(0, 0);
      begin_connection(epoll, port);
    }
  }
  return 0;
}

int main(int count, char **words) {
  if (count != 8) {
    fputs("usage: client echo|accept PORT CONNECTIONS SIZE WARM_SECONDS SECONDS SERVER_PID\n", stderr);
    return 2;
  }
  memset(message, 'x', sizeof message);
  int port = atoi(words[2]), connections = atoi(words[3]);
  run.pid = words[7];
  run.seconds = atof(words[6]);
  run.from = nanos() + (uint64_t) (atof(words[5]) * 1e9);
  return strcmp(words[1], "echo") ? accept_rate(port, connections) : echo(port, connections, atoi(words[4]));
}
