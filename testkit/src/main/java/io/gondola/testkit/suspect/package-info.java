/**
 * What passed runs make suspect, so that later runs try it: locks taken in two orders, groups out of balance, pairs
 * to be turned round.
 *
 * <p>Begin at {@code Suspicions}. The package reads what {@code run} recorded and steers {@code strategy}.
 */
@NullMarked
package io.gondola.testkit.suspect;

import org.jspecify.annotations.NullMarked;
