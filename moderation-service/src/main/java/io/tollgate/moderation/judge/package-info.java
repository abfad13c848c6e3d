/** The judges of the grey band: models that are asked where the engine alone is not sure. */
@NullMarked
package io.tollgate.moderation.judge;

import org.jspecify.annotations.NullMarked;
