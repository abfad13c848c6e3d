/** Chat over a WebSocket, for front ends in browsers. */
@NullMarked
package io.tollgate.chat.socket;

import org.jspecify.annotations.NullMarked;
