// A server of the client protocol without anything that costs time: one thread, epoll, no limits, no log, no catch-up.
// It shows what the machine can do. Called with NAME PORT [NEIGHBOUR:PORT ...].
//
// One turn: wait, then for each readable connection one recv, all its lines, one send; then one send for each neighbour.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 131072, READ_BYTES = 131072, EVENTS = 512, NEIGHBOURS = 16, REDIAL_MILLIS = 50, REPORTS = 32, CHUNK_BYTES = 1 << 26 };
static const int64_t SECOND = 1000000000;

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void *checked(void *memory) {
  if (memory == NULL) fail("memory");
  return memory;
}

// ---- bytes ----

struct buffer {
  char *bytes;
  size_t length, capacity;
};

// Room for so many further bytes.
static inline char *room(struct buffer *b, size_t bytes) {
  if (unlikely(b->capacity - b->length < bytes)) {
    b->capacity = (b->length + bytes) * 2;
    b->bytes = checked(realloc(b->bytes, b->capacity));
  }
  return b->bytes + b->length;
}

static inline void append(struct buffer *b, const char *bytes, size_t length) {
  memcpy(room(b, length), bytes, length);
  b->length += length;
}

static void drop_front(struct buffer *b, size_t bytes) {
  b->length -= bytes;
  memmove(b->bytes, b->bytes + bytes, b->length);
}

// ---- fields ----

struct field {
  const char *start, *end;
};

static inline size_t length_of(struct field f) { return f.end - f.start; }

static inline bool is_space(char c) { return c == ' ' || (unsigned char)(c - '\t') < 5; }

static inline bool is_digit(char c) { return (unsigned char)(c - '0') < 10; }

static inline bool is_word(struct field f, const char *word, size_t length) {
  return length_of(f) == length && memcmp(f.start, word, length) == 0;
}

static inline uint64_t word_at(const char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

// The first white byte; there is one. Looks for bytes up to space in eight at once, and then whether the first is white.
static inline const char *white_at(const char *p) {
  for (;;) {
    uint64_t word = word_at(p), low = (word - 0x2121212121212121) & ~word & 0x8080808080808080;
    if (low == 0) {
      p += 8;
      continue;
    }
    p += __builtin_ctzll(low) / 8;
    if (likely(is_space(*p))) return p;
    p++;
  }
}

// The next field at *at; empty at the end of the line. There is a white byte at the end of the line.
static inline struct field next_field(const char **at, const char *end) {
  const char *p = *at;
  while (p < end && is_space(*p)) p++;
  const char *start = p;
  if (p < end) p = white_at(p);
  *at = p;
  return (struct field){start, p};
}

// Eight digits at once; false if these are not digits. From least significant bytes: pairs, then fours, then all.
static inline bool eight_digits(const char *p, uint64_t *number) {
  uint64_t word;
  memcpy(&word, p, 8);
  if (((word & 0xF0F0F0F0F0F0F0F0) | ((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4) != 0x3333333333333333) return false;
  word = (word & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
  word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  *number = (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
  return true;
}

// Reads a decimal; false if there is none. Its integer part is at most 10^18, and what is beyond nine decimals is ignored.
static inline bool read_decimal(const char **at, const char *end, uint64_t *whole, uint32_t *nanos, bool *exact) {
  const char *p = *at, *start = p;
  uint64_t integer = 0;
  for (; p < end && is_digit(*p); p++) {
    integer = unlikely(integer >= 100000000000000000) ? 1000000000000000000 : integer * 10 + (*p - '0');
  }
  int digits = p - start;
  uint32_t fraction = 0;
  *exact = true;
  if (p < end && *p == '.') {
    const char *point = p++;
    for (; p < end && is_digit(*p); p++) {
      if (likely(p - point <= 9)) fraction = fraction * 10 + (*p - '0');
      else if (*p != '0') *exact = false;
    }
    digits += p - point - 1;
    static const uint32_t scale[] = {1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1};
    fraction *= scale[p - point - 1 < 9 ? p - point - 1 : 9];
  }
  *at = p;
  *whole = integer;
  *nanos = fraction;
  return digits > 0;
}

// Whether the decimal is at most the maximum.
static inline bool at_most(uint64_t max, uint64_t whole, uint32_t nanos, bool exact) {
  return whole < max || (whole == max && nanos == 0 && exact);
}

// Whether a sign and a decimal of at most so much are at *at.
static inline bool read_degrees(const char **at, const char *end, int max) {
  const char *p = *at;
  if (p == end || (*p != '+' && *p != '-')) return false;
  const char *start = ++p;
  int whole = 0, digits;
  for (; p < end && is_digit(*p); p++) whole = unlikely(whole > max) ? whole : whole * 10 + (*p - '0');
  digits = p - start;
  char fraction = 0;
  if (p < end && *p == '.') {
    const char *point = p++;
    for (; p < end && is_digit(*p); p++) fraction |= *p - '0';
    digits += p - point - 1;
  }
  *at = p;
  return digits > 0 && (whole < max || (whole == max && fraction == 0));
}

static inline bool is_position(struct field f) {
  const char *p = f.start;
  return read_degrees(&p, f.end, 90) && read_degrees(&p, f.end, 180) && p == f.end;
}

// Reads a time as it is mostly written: ten digits, a point, nine digits.
static inline bool read_usual_time(struct field f, int64_t *time) {
  const char *p = f.start;
  uint64_t high, low;
  if (length_of(f) != 20 || p[10] != '.' || !is_digit(p[8]) || !is_digit(p[9]) || !is_digit(p[19])) return false;
  if (*p > '8' || !eight_digits(p, &high) || !eight_digits(p + 11, &low)) return false;
  *time = (int64_t)(high * 100 + (p[8] - '0') * 10 + (p[9] - '0')) * SECOND + (int64_t)(low * 10 + (p[19] - '0'));
  return true;
}

// Nanoseconds since 1970; false if it is no time, or does not fit.
static bool read_time(struct field f, int64_t *time) {
  if (likely(read_usual_time(f, time))) return true;
  const char *p = f.start;
  bool negative = p < f.end && *p == '-';
  if (p < f.end && (*p == '-' || *p == '+')) p++;
  uint64_t whole;
  uint32_t nanos;
  bool exact;
  if (!read_decimal(&p, f.end, &whole, &nanos, &exact) || p != f.end) return false;
  __int128 all = (__int128)whole * SECOND + nanos;
  if (negative) all = -all;
  *time = (int64_t)all;
  return *time == all;
}

// A number of at most max: a decimal for a radius, digits alone for a bound. Minus zero is zero.
static bool is_number(struct field f, uint64_t max, bool decimal) {
  const char *p = f.start;
  bool negative = p < f.end && *p == '-';
  if (p < f.end && (*p == '-' || *p == '+')) p++;
  if (!decimal && memchr(f.start, '.', length_of(f)) != NULL) return false;
  uint64_t whole;
  uint32_t nanos;
  bool exact;
  if (!read_decimal(&p, f.end, &whole, &nanos, &exact) || p != f.end) return false;
  return at_most(negative ? 0 : max, whole, nanos, exact);
}

// ---- the newest record of each client ----

struct record {
  int64_t time;
  uint32_t length, capacity, id_at, id_length;
  char line[];
};

static struct slot {
  uint64_t hash;
  struct record *record;
} *slots;
static size_t slot_mask, record_count;
static uint64_t seed;

// Zeroed memory, in huge pages where the system has them: most of the time of a random access is the walk of the page tables.
static void *huge(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail("mmap");
  madvise(memory, bytes, MADV_HUGEPAGE);
  return memory;
}

// Memory for a record. What a longer one replaces is not used again.
static struct record *new_record(size_t length) {
  static char *next, *end;
  size_t bytes = (sizeof(struct record) + length + 63) / 64 * 64;
  if ((size_t)(end - next) < bytes) {
    size_t chunk = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
    next = huge(chunk);
    end = next + chunk;
  }
  struct record *r = (struct record *)next;
  r->capacity = bytes - sizeof *r;
  next += bytes;
  return r;
}

static inline uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// At least 8 bytes can be read at the id.
static inline uint64_t hash_of(struct field id) {
  size_t length = length_of(id);
  if (length < 8) return mix(seed ^ length ^ word_at(id.start) << (64 - 8 * length), 0xD6E8FEB86659FD93);
  uint64_t hash = seed ^ length;
  for (const char *p = id.start; id.end - p > 8; p += 8) hash = mix(hash ^ word_at(p), 0x9E3779B97F4A7C15);
  return mix(hash ^ word_at(id.end - 8), 0xD6E8FEB86659FD93);
}

static inline bool same_bytes(const char *a, const char *b, size_t length) {
  if (length < 8) return memcmp(a, b, length) == 0;
  for (size_t i = 0; i + 8 < length; i += 8) {
    if (word_at(a + i) != word_at(b + i)) return false;
  }
  return word_at(a + length - 8) == word_at(b + length - 8);
}

static void grow_table(void) {
  size_t old = slots == NULL ? 0 : slot_mask + 1;
  struct slot *before = slots;
  slot_mask = old == 0 ? (1 << 17) - 1 : old * 2 - 1;
  slots = huge((slot_mask + 1) * sizeof *slots);
  for (size_t i = 0; i < old; i++) {
    if (before[i].record == NULL) continue;
    size_t at = before[i].hash & slot_mask;
    while (slots[at].record != NULL) at = (at + 1) & slot_mask;
    slots[at] = before[i];
  }
  if (before != NULL) munmap(before, old * sizeof *slots);
}

// The slot of this client, or the free one where it belongs.
static inline struct slot *slot_of(struct field id, uint64_t hash) {
  for (size_t at = hash & slot_mask;; at = (at + 1) & slot_mask) {
    struct slot *s = &slots[at];
    if (s->record == NULL) return s;
    if (s->hash == hash && s->record->id_length == length_of(id) &&
        same_bytes(s->record->line + s->record->id_at, id.start, length_of(id))) {
      return s;
    }
  }
}

static inline void keep(struct slot *s, uint64_t hash, int64_t time, const char *line, size_t length, struct field id) {
  struct record *r = s->record;
  if (unlikely(r == NULL || r->capacity < length)) {
    bool added = r == NULL;
    r = s->record = new_record(length);
    s->hash = hash;
    if (added && ++record_count * 2 > slot_mask) grow_table();
  }
  r->time = time;
  r->length = length;
  r->id_at = id.start - line;
  r->id_length = length_of(id);
  memcpy(r->line, line, length);
}

// ---- connections ----

enum kind { LISTENER, CLIENT, FROM_NEIGHBOUR, TO_NEIGHBOUR };

struct connection {
  int fd;
  enum kind kind;
  bool greeted, connected, writing, ending;
  struct buffer in, out;           // the beginning of a line; what the socket did not take yet
  struct connection *neighbour;    // of a connection from a neighbour: the one to it
  char name[64];                   // of a connection to a neighbour
  struct sockaddr_in address;
};

static int poller;
static struct connection neighbours[NEIGHBOURS];
static int neighbour_count;
static char own[80];   // "AT NAME "
static size_t own_length;
static int64_t now;    // when the bytes being read were received
static struct buffer answers;

static void watch(struct connection *c, int operation, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = c};
  if (epoll_ctl(poller, operation, c->fd, &event) < 0) fail("epoll_ctl");
}

static void flood(const char *line, size_t length, const struct connection *sender) {
  for (int i = 0; i < neighbour_count; i++) {
    if (neighbours[i].connected && &neighbours[i] != sender) append(&neighbours[i].out, line, length);
  }
}

// ---- commands ----

// Writes so many digits before end.
static inline void put_digits(char *end, uint64_t number, int count) {
  static const char pairs[] =
      "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
      "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
  for (; count >= 2; count -= 2, number /= 100) memcpy(end -= 2, pairs + number % 100 * 2, 2);
  if (count == 1) end[-1] = '0' + number % 10;
}

static inline char *put_skew(char *at, int64_t time) {
  uint64_t skew = now >= time ? (uint64_t)now - (uint64_t)time : (uint64_t)time - (uint64_t)now;
  uint64_t seconds = skew / SECOND;
  int digits = 1;
  for (uint64_t power = 10; seconds >= power; power *= 10) digits++;
  *at++ = now >= time ? '+' : '-';
  put_digits(at + digits, seconds, digits);
  at[digits] = '.';
  put_digits(at + digits + 10, skew % SECOND, 9);
  return at + digits + 10;
}

static inline char *put_field(char *at, struct field f, char behind) {
  memcpy(at, f.start, length_of(f));
  at[length_of(f)] = behind;
  return at + length_of(f) + 1;
}

// Reports that are answered in `answers` but not merged yet: several at a time, so that the memory they need is fetched at once.
static struct report {
  uint64_t hash;
  int64_t time;
  size_t at;
  uint32_t length, id_at, id_length;
} reports[REPORTS];
static int report_count;

static void merge_reports(void) {
  for (int i = 0; i < report_count; i++) {
    struct record *r = slots[reports[i].hash & slot_mask].record;
    __builtin_prefetch(r, 1);
    __builtin_prefetch((char *)r + 64, 1);
  }
  for (int i = 0; i < report_count; i++) {
    const struct report *r = &reports[i];
    const char *line = answers.bytes + r->at;
    struct field id = {line + r->id_at, line + r->id_at + r->id_length};
    struct slot *s = slot_of(id, r->hash);
    if (s->record != NULL && r->time <= s->record->time) continue;
    keep(s, r->hash, r->time, line, r->length, id);
    flood(line, r->length, NULL);
  }
  report_count = 0;
}

static bool iamat(const char *at, const char *end) {
  struct field id = next_field(&at, end), position = next_field(&at, end), stamp = next_field(&at, end);
  int64_t time;
  if (!read_time(stamp, &time) || !is_position(position) || length_of(next_field(&at, end)) != 0) return false;
  uint64_t hash = hash_of(id);
  __builtin_prefetch(&slots[hash & slot_mask]);
  char *line = room(&answers, own_length + 32 + (end - id.start) + 4), *p = line;
  memcpy(p, own, own_length);
  p = put_skew(p + own_length, time);
  *p++ = ' ';
  struct report *r = &reports[report_count++];
  *r = (struct report){hash, time, line - answers.bytes, 0, p - line, length_of(id)};
  p = put_field(p, id, ' ');
  p = put_field(p, position, ' ');
  p = put_field(p, stamp, '\n');
  r->length = p - line;
  answers.length += p - line;
  if (report_count == REPORTS) merge_reports();
  return true;
}

static bool whatsat(const char *at, const char *end) {
  static const char places[] =
      "{\n   \"html_attributions\" : [],\n   \"results\" : [],\n   \"status\" : \"ZERO_RESULTS\"\n}\n\n";
  struct field id = next_field(&at, end), radius = next_field(&at, end), bound = next_field(&at, end);
  if (!is_number(radius, 50, true) || !is_number(bound, 20, false) || length_of(next_field(&at, end)) != 0) return false;
  merge_reports();
  struct record *r = slot_of(id, hash_of(id))->record;
  if (r == NULL) return false;
  append(&answers, r->line, r->length);
  append(&answers, places, sizeof places - 1);
  return true;
}

// A neighbour's record. On equal times the smaller line wins, so that all servers keep the same one.
static void from_neighbour(const struct connection *c, const char *line, const char *end) {
  const char *at = line;
  int64_t time;
  struct field word = next_field(&at, end);
  next_field(&at, end);
  next_field(&at, end);
  struct field id = next_field(&at, end);
  next_field(&at, end);
  if (!is_word(word, "AT", 2) || !read_time(next_field(&at, end), &time)) return;
  uint64_t hash = hash_of(id);
  struct slot *s = slot_of(id, hash);
  struct record *r = s->record;
  size_t length = end - line + 1;
  if (r != NULL && time <= r->time) {
    if (time < r->time) return;
    int order = memcmp(line, r->line, length < r->length ? length : r->length);
    if (order > 0 || (order == 0 && length >= r->length)) return;
  }
  keep(s, hash, time, line, length, id);
  flood(line, length, c->neighbour);
}

static bool is_greeting(struct connection *c, const char *at, const char *end) {
  if (!is_word(next_field(&at, end), "NEIGHBOUR", 9)) return false;
  struct field name = next_field(&at, end);
  for (int i = 0; i < neighbour_count; i++) {
    if (!is_word(name, neighbours[i].name, strlen(neighbours[i].name))) continue;
    c->kind = FROM_NEIGHBOUR;
    c->neighbour = &neighbours[i];
    return true;
  }
  return false;
}

// One line; a byte LF is at its end.
static inline void on_line(struct connection *c, const char *line, const char *end) {
  if (c->kind == FROM_NEIGHBOUR) {
    from_neighbour(c, line, end);
    return;
  }
  const char *at = line;
  struct field word = next_field(&at, end);
  bool first = !c->greeted;
  c->greeted = true;
  if (likely(is_word(word, "IAMAT", 5))) {
    if (iamat(at, end)) return;
  } else if (is_word(word, "WHATSAT", 7)) {
    if (whatsat(at, end)) return;
  } else if (first && is_greeting(c, line, end)) {
    return;
  }
  append(&answers, "? ", 2);
  append(&answers, line, end - line + 1);
}

// ---- the loop ----

static void close_connection(struct connection *c) {
  close(c->fd);
  if (c->kind == TO_NEIGHBOUR) {
    c->fd = -1;
    c->connected = c->writing = false;
    c->out.length = 0;
  } else {
    free(c->in.bytes);
    free(c->out.bytes);
    free(c);
  }
}

// Sends these bytes; false if the connection has failed. What the socket does not take is kept, and until it is taken
// nothing is read from this client.
static bool send_bytes(struct connection *c, const char *bytes, size_t length) {
  ssize_t sent = length == 0 ? 0 : send(c->fd, bytes, length, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) return false;
  if (sent < 0) sent = 0;
  if ((size_t)sent < length) append(&c->out, bytes + sent, length - sent);
  bool writing = c->out.length > 0;
  if (writing != c->writing) watch(c, EPOLL_CTL_MOD, writing ? EPOLLOUT : EPOLLIN);
  c->writing = writing;
  return true;
}

static void on_readable(struct connection *c) {
  static char input[LINE_BYTES + READ_BYTES + 16];
  size_t kept = c->in.length;
  if (kept > 0) memcpy(input, c->in.bytes, kept);
  c->in.length = 0;
  ssize_t count = recv(c->fd, input + kept, READ_BYTES, 0);
  if (count < 0 && errno == EAGAIN) count = 0;
  else if (count < 0 || c->kind == TO_NEIGHBOUR) {
    close_connection(c);
    return;
  } else if (count == 0) {
    c->ending = true;
    if (kept > 0) input[kept++] = '\n';
  }
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  now = time.tv_sec * SECOND + time.tv_nsec;
  answers.length = 0;
  const char *line = input, *end = input + kept + count, *lf;
  while (line < end && (lf = memchr(line, '\n', end - line)) != NULL && lf - line <= LINE_BYTES) {
    on_line(c, line, lf);
    line = lf + 1;
  }
  merge_reports();
  if (end - line > LINE_BYTES) {
    append(&answers, "? ", 2);
    append(&answers, line, LINE_BYTES);
    append(&answers, "\n", 1);
    c->ending = true;
  } else if (line < end) {
    append(&c->in, line, end - line);
  }
  if ((answers.length > 0 && !send_bytes(c, answers.bytes, answers.length)) || (c->ending && c->out.length == 0)) {
    close_connection(c);
  }
}

static void on_writable(struct connection *c) {
  if (c->kind == TO_NEIGHBOUR && !c->connected) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      close_connection(c);
      return;
    }
    c->connected = true;
    append(&c->out, "NEIGHBOUR ", 10);
    append(&c->out, own + 3, own_length - 4);
    append(&c->out, "\n", 1);
  }
  ssize_t sent = send(c->fd, c->out.bytes, c->out.length, MSG_NOSIGNAL);
  if (sent > 0) drop_front(&c->out, sent);
  if (sent < 0 && errno == EAGAIN) return;
  if (sent < 0 || (c->ending && c->out.length == 0)) {
    close_connection(c);
  } else if (c->out.length == 0) {
    c->writing = false;
    watch(c, EPOLL_CTL_MOD, EPOLLIN);
  }
}

static int new_socket(int fd) {
  int on = 1;
  if (fd < 0) fail("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static void accept_all(int listener) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
    struct connection *c = checked(calloc(1, sizeof *c));
    c->kind = CLIENT;
    c->fd = new_socket(fd);
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
  }
}

// Dials the neighbours that are not there, now and then; true if some are missing.
static bool dial(void) {
  static int64_t dialled;
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  int64_t millis = time.tv_sec * 1000 + time.tv_nsec / 1000000;
  bool due = millis - dialled >= REDIAL_MILLIS, missing = false;
  if (due) dialled = millis;
  for (int i = 0; i < neighbour_count; i++) {
    struct connection *c = &neighbours[i];
    missing |= !c->connected;
    if (c->fd >= 0 || !due) continue;
    c->fd = new_socket(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    connect(c->fd, (struct sockaddr *)&c->address, sizeof c->address);
    c->writing = true;
    watch(c, EPOLL_CTL_ADD, EPOLLOUT);
  }
  return missing;
}

static void send_to_neighbours(void) {
  for (int i = 0; i < neighbour_count; i++) {
    struct connection *c = &neighbours[i];
    if (c->out.length == 0 || c->writing) continue;
    struct buffer taken = c->out;
    c->out = (struct buffer){0};
    bool alive = send_bytes(c, taken.bytes, taken.length);
    if (c->out.length == 0) {
      taken.length = 0;
      c->out = taken;
    } else {
      free(taken.bytes);
    }
    if (!alive) close_connection(c);
  }
}

static struct sockaddr_in loopback(const char *port) {
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int listen_on(const char *port) {
  int fd = new_socket(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), on = 1;
  struct sockaddr_in address = loopback(port);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 4096) < 0) fail("listen");
  return fd;
}

static void read_arguments(int count, char **arguments) {
  if (count < 3 || count - 3 > NEIGHBOURS) {
    fprintf(stderr, "usage: server NAME PORT [NEIGHBOUR:PORT ...]\n");
    exit(2);
  }
  own_length = snprintf(own, sizeof own, "AT %.60s ", arguments[1]);
  for (int i = 3; i < count; i++) {
    struct connection *c = &neighbours[neighbour_count++];
    c->kind = TO_NEIGHBOUR;
    c->fd = -1;
    snprintf(c->name, sizeof c->name, "%.*s", (int)strcspn(arguments[i], ":"), arguments[i]);
    c->address = loopback(strchrnul(arguments[i], ':') + 1);
  }
}

int main(int count, char **arguments) {
  read_arguments(count, arguments);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (getrandom(&seed, sizeof seed, 0) != sizeof seed) fail("getrandom");
  grow_table();
  poller = epoll_create1(EPOLL_CLOEXEC);
  struct connection listener = {.fd = listen_on(arguments[2]), .kind = LISTENER};
  watch(&listener, EPOLL_CTL_ADD, EPOLLIN);
  bool missing = true, ready = false;
  for (;;) {
    static struct epoll_event events[EVENTS];
    int happened = epoll_wait(poller, events, EVENTS, missing ? REDIAL_MILLIS : -1);
    for (int i = 0; i < happened; i++) {
      struct connection *c = events[i].data.ptr;
      if (c->kind == LISTENER) accept_all(c->fd);
      else if (c->writing) on_writable(c);
      else on_readable(c);
    }
    send_to_neighbours();
    if (missing || neighbour_count > 0) missing = dial();
    if (!ready && !missing) {
      puts("ready");
      fflush(stdout);
      ready = true;
    }
  }
}
