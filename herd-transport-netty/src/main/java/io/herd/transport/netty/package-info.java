/**
 * The transport on Netty: epoll where it loads, NIO otherwise. No type of Netty is part of its
 * face.
 */
@NullMarked
package io.herd.transport.netty;

import org.jspecify.annotations.NullMarked;
