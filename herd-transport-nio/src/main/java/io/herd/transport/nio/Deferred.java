package io.herd.transport.nio;

/**
 * A task that is run also when the loop ends, unlike those of the user: a callback put off so that
 * it is not made inside of a call of its receiver, or an order that must not get lost, such as to
 * close a socket. Throws nothing. Loop thread only.
 */
interface Deferred extends Runnable {}
