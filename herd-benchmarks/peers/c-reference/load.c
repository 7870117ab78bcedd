// A closed loop of pipelined IAMAT lines, as cheap as it can be: each connection sends DEPTH lines, waits for as many answers,
// and sends the next. Called with PORT CONNECTIONS DEPTH CLIENTS SECONDS; prints answers a second, after one second of warming.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LINE "IAMAT client00000000.example +34.068930-118.445127 1621464827.000000000\n"
enum { LINE_BYTES = sizeof LINE - 1, ID_END = 20, TIME_AT = LINE_BYTES - 15 };

static char *batch;
static int depth, poller;
static uint32_t clients;
static uint64_t random_state = 1, sent;

struct connection {
  int fd, outstanding;
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void put_digits(char *end, uint64_t number, int count) {
  for (; count > 0; count--, number /= 10) *--end = '0' + number % 10;
}

// Each line has a random client, and a time later than all before.
static void send_batch(struct connection *c) {
  for (int i = 0; i < depth; i++) {
    char *line = batch + i * LINE_BYTES;
    random_state = random_state * 6364136223846793005 + 1442695040888963407;
    put_digits(line + ID_END, (random_state >> 33) * clients >> 31, 8);
    uint64_t nanos = 4827000000000 + sent++;
    put_digits(line + TIME_AT, nanos / 1000000000, 4);
    put_digits(line + LINE_BYTES - 1, nanos % 1000000000, 9);
  }
  int length = depth * LINE_BYTES, at = 0;
  while (at < length) {
    ssize_t count = send(c->fd, batch + at, length - at, MSG_NOSIGNAL);
    if (count < 0) fail("send");
    at += count;
  }
  c->outstanding = depth;
}

static int count_lines(const char *bytes, size_t length) {
  int lines = 0;
  for (size_t i = 0; i < length; i++) lines += bytes[i] == '\n';
  return lines;
}

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "usage: load PORT CONNECTIONS DEPTH CLIENTS SECONDS\n");
    return 2;
  }
  int connections = atoi(arguments[2]);
  depth = atoi(arguments[3]);
  clients = atoi(arguments[4]);
  double duration = atof(arguments[5]);
  batch = malloc(depth * LINE_BYTES);
  for (int i = 0; i < depth; i++) memcpy(batch + i * LINE_BYTES, LINE, LINE_BYTES);
  poller = epoll_create1(0);
  struct connection *all = calloc(connections, sizeof *all);
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  for (int i = 0; i < connections; i++) {
    int on = 1;
    all[i].fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(all[i].fd, (struct sockaddr *)&server, sizeof server) < 0) fail("connect");
    setsockopt(all[i].fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
    epoll_ctl(poller, EPOLL_CTL_ADD, all[i].fd, &event);
    send_batch(&all[i]);
  }
  static char input[1 << 17];
  uint64_t answered = 0, before = 0;
  double start = seconds(), measured = 0;
  for (;;) {
    struct epoll_event events[256];
    int happened = epoll_wait(poller, events, 256, -1);
    for (int i = 0; i < happened; i++) {
      struct connection *c = events[i].data.ptr;
      ssize_t length = recv(c->fd, input, sizeof input, 0);
      if (length <= 0) fail("recv");
      int lines = count_lines(input, length);
      answered += lines;
      c->outstanding -= lines;
      if (c->outstanding == 0) send_batch(c);
    }
    double time = seconds();
    if (measured == 0 && time - start >= 1) {
      measured = time;
      before = answered;
    } else if (measured > 0 && time - measured >= duration) {
      printf("%.0f\n", (answered - before) / (time - measured));
      return 0;
    }
  }
}
