package io.herd.transport.nio;

/**
 * A callback put off to the loop's tasks, so that it is not made inside of a call of its receiver.
 * Unlike tasks of the user it is run also when the loop ends. Throws nothing. Loop thread only.
 */
interface Deferred extends Runnable {}
