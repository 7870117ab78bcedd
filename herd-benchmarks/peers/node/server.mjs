// A server of the herd on Node.js. Called with NAME PORT [NEIGHBOUR:PORT ...].
//
// Lines are strings of latin1, in which each byte is one character, so that every byte comes back as it was.

import net from 'node:net';

const LINE_BYTES = 131_072;
const REDIAL_MILLIS = 50;
const SECOND = 1_000_000_000;
const PLACES = '{\n   "html_attributions" : [],\n   "results" : [],\n   "status" : "ZERO_RESULTS"\n}\n\n';

// \s and \S would take a no-break space for white space
const SPACE = '[ \\t\\n\\r\\f\\v]';
const WORD = '[^ \\t\\n\\r\\f\\v]+';
const DECIMAL = '(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)';
const TIME = '([+-]?)(?:([0-9]+)(?:\\.([0-9]*))?|\\.([0-9]+))';
const IAMAT = line(`IAMAT${SPACE}+(${WORD})${SPACE}+([+-]${DECIMAL})([+-]${DECIMAL})${SPACE}+(${TIME})`);
const WHATSAT = line(`WHATSAT${SPACE}+(${WORD})${SPACE}+([+-]?${DECIMAL})${SPACE}+([+-]?[0-9]+)`);
const AT = line(`AT ${WORD} ${WORD} (${WORD}) ${WORD} ${TIME}`);

function line(pattern) {
  return new RegExp(`^${SPACE}*${pattern}${SPACE}*$`);
}

const [name, port, ...others] = process.argv.slice(2);
const neighbours = new Map(others.map((other) => other.split(':')));

// ---- what the server knows ----

/** The newest record of each client: `{seconds, nanos, line}`. */
const records = new Map();
/** Lines to be sent to the neighbours at the end of the turn. */
let news = [];

/**
 * Seconds, rounded down, and nanoseconds: a number holds no 64-bit integer exactly.
 * Undefined when they do not fit into 64 bits of nanoseconds.
 */
function timeOf(sign, whole, fraction, bareFraction) {
  let seconds = Number(whole ?? 0);
  let nanos = Number((fraction ?? bareFraction ?? '').slice(0, 9).padEnd(9, '0'));
  if (sign === '-') {
    seconds = -seconds - (nanos > 0 ? 1 : 0);
    nanos = nanos > 0 ? SECOND - nanos : 0;
  }
  const fits =
    (seconds < 9_223_372_036 || (seconds === 9_223_372_036 && nanos <= 854_775_807)) &&
    (seconds > -9_223_372_037 || (seconds === -9_223_372_037 && nanos >= 145_224_192));
  return fits ? { seconds, nanos } : undefined;
}

/** Negative when a is earlier than b. */
function compareTimes(a, b) {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

/** The clock's time, in microseconds as far as it is known. */
function clock() {
  const micros = Math.round((performance.timeOrigin + performance.now()) * 1000);
  return { seconds: Math.floor(micros / 1e6), nanos: (micros % 1e6) * 1000 };
}

function skewOf(now, time) {
  const early = compareTimes(now, time) < 0;
  const [from, to] = early ? [now, time] : [time, now];
  const borrow = to.nanos < from.nanos ? 1 : 0;
  const nanos = to.nanos - from.nanos + borrow * SECOND;
  return `${early ? '-' : '+'}${to.seconds - from.seconds - borrow}.${String(nanos).padStart(9, '0')}`;
}

function keep(client, stored, time, line) {
  if (stored) {
    stored.seconds = time.seconds;
    stored.nanos = time.nanos;
    stored.line = line;
  } else {
    // A part of a string keeps all of it in memory, so what stays is copied.
    const key = Buffer.from(client, 'latin1').toString('latin1');
    records.set(key, { seconds: time.seconds, nanos: time.nanos, line });
  }
  news.push(line);
}

function accept(report, now) {
  const [, client, latitude, longitude, stamp, sign, whole, fraction, bareFraction] = report;
  const time = timeOf(sign, whole, fraction, bareFraction);
  if (!time || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  // join makes a string of its own, where + would refer to the parts
  const line = ['AT ', name, ' ', skewOf(now, time), ' ', client, ' ', latitude, longitude, ' ', stamp, '\n'].join('');
  const stored = records.get(client);
  if (!stored || compareTimes(time, stored) > 0) keep(client, stored, time, line);
  return line;
}

function tell([, client, radius, bound]) {
  const stored = records.get(client);
  const valid = stored && radius >= 0 && radius <= 50 && bound >= 0 && bound <= 20;
  return valid ? stored.line + PLACES : undefined;
}

/** The answer to a client's line. */
function answer(line, now) {
  const report = IAMAT.exec(line);
  const question = report ? null : WHATSAT.exec(line);
  return (report && accept(report, now)) ?? (question && tell(question)) ?? `? ${line}\n`;
}

/** Takes a neighbour's record. On equal times the smaller line wins, so that all servers keep the same one. */
function merge(line) {
  const record = AT.exec(line);
  const time = record && timeOf(...record.slice(2));
  if (!time) return;
  const copy = Buffer.from(`${line}\n`, 'latin1').toString('latin1');
  const stored = records.get(record[1]);
  const order = stored ? compareTimes(time, stored) : 1;
  if (order > 0 || (order === 0 && copy < stored.line)) keep(record[1], stored, time, copy);
}

// ---- its connections ----

/** Our connections to the neighbours by name, for sending only. */
const links = new Map();

function flood(sender) {
  if (news.length === 0) return;
  const lines = news.join('');
  news = [];
  for (const [neighbour, socket] of links) {
    if (neighbour !== sender) socket.write(lines, 'latin1');
  }
}

function dial(neighbour, port) {
  const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
  socket.on('connect', () => {
    socket.write(`NEIGHBOUR ${name}\n`);
    links.set(neighbour, socket);
    tellWhenReady();
  });
  socket.on('error', () => {}); // 'close' follows
  socket.on('close', () => {
    links.delete(neighbour);
    setTimeout(dial, REDIAL_MILLIS, neighbour, port);
  });
  socket.resume();
}

/** Serves a connection made to us, by a client or a neighbour. */
function onConnection(socket) {
  let rest = '';
  let fresh = true;
  let neighbour;

  function onLines(lines) {
    if (fresh) {
      fresh = false;
      const [word, greeting] = lines[0].split(' ');
      if (word === 'NEIGHBOUR' && neighbours.has(greeting)) {
        neighbour = greeting;
        lines.shift();
      }
    }
    if (neighbour) {
      lines.forEach(merge);
    } else {
      const now = clock();
      const answers = lines.map((line) => answer(line, now)).join('');
      // who does not read its answers is not read from
      if (!socket.write(answers, 'latin1')) socket.pause();
    }
    flood(neighbour);
  }

  socket.setEncoding('latin1');
  socket.on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    if (lines.length > 0) onLines(lines);
    if (rest.length > LINE_BYTES) socket.destroy();
  });
  socket.on('drain', () => socket.resume());
  socket.on('end', () => {
    if (rest !== '') onLines([rest]);
    socket.end();
  });
  socket.on('error', () => {}); // 'close' follows, and nothing is to be done
}

let listening = false;
let ready = false;

function tellWhenReady() {
  if (listening && !ready && links.size === neighbours.size) {
    ready = true;
    console.log('ready');
  }
}

const server = net.createServer({ allowHalfOpen: true, noDelay: true }, onConnection);
server.listen({ host: '127.0.0.1', port: Number(port), backlog: 4096 }, () => {
  listening = true;
  tellWhenReady();
});
neighbours.forEach((neighbourPort, neighbour) => dial(neighbour, neighbourPort));
