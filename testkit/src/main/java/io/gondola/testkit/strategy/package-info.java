/**
 * Which order is tried next: random walks, priorities, depth first, partial-order reduction, replay of a token.
 *
 * <p>Begin at {@code Schedule}. The package answers the questions of {@code run}.
 */
@NullMarked
package io.gondola.testkit.strategy;

import org.jspecify.annotations.NullMarked;
