/** Completed chats are examined again, and what is found is put before people. */
@NullMarked
package io.tollgate.moderation.review;

import org.jspecify.annotations.NullMarked;
