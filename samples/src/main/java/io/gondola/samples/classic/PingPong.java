package io.gondola.samples.classic;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Sample;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;

/**
 * A table and two players, from Go's talk on advanced concurrency patterns. The table is a channel, the ball a number
 * that counts the hits:
 *
 * <pre>{@code
 * for {
 *     ball := <-table
 *     ball.hits++
 *     fmt.Println(name, ball.hits)
 *     time.Sleep(100 * time.Millisecond)
 *     table <- ball
 * }
 * }</pre>
 *
 * <p>After one second the ball is taken away: eleven hits, or twelve if a player asks for the ball at the same
 * instant as {@code main} and is first. Who begins is open; Go's scheduler lets {@code pong}. Two variants show what a
 * deadlock and a panic look like.
 */
final class PingPong {
    private PingPong() {}

    /** The game as it should be. */
    static Go<Unit> program() {
        Channel<Integer> table = Channel.<Integer>unbuffered().named("table");
        return players(table).then(throwIn(table)).then(play()).then(takeAway(table));
    }

    /** Nobody throws the ball in: both players and {@code main} wait for it, for ever. */
    static Go<Unit> withoutBall() {
        Channel<Integer> table = Channel.<Integer>unbuffered().named("table");
        return players(table).then(play()).then(takeAway(table));
    }

    /** The game ends with a panic, which shows who was where. */
    static Go<Unit> withPanic() {
        return program().then(panic("show me the stacks"));
    }

    private static Go<Unit> players(Channel<Integer> table) {
        return go("ping", player("ping", table)).then(go("pong", player("pong", table)));
    }

    private static Go<Unit> player(String name, Channel<Integer> table) {
        return forever(table.receive()
                .map(hits -> hits + 1)
                .flatMap(hits ->
                        println(name, hits).then(sleep(Duration.ofMillis(100))).then(table.send(hits))));
    }

    private static Go<Unit> throwIn(Channel<Integer> table) {
        return table.send(0);
    }

    private static Go<Unit> play() {
        return sleep(Duration.ofSeconds(1));
    }

    private static Go<Unit> takeAway(Channel<Integer> table) {
        return table.receive().then(unit());
    }

    static Seq<Sample> samples() {
        return List.of(
                game("ping-pong")
                        .summary("two players, one table, a second of play")
                        .runs(() -> program()),
                game("ping-pong-panic")
                        .summary("the same game, ended by a panic")
                        .panics("show me the stacks")
                        .runs(() -> withPanic()),
                Sample.named("ping-pong-deadlock")
                        .summary("nobody throws the ball in: a deadlock")
                        .deadlocks()
                        .runs(() -> withoutBall()));
    }

    private static Sample.Builder game(String name) {
        return Sample.named(name)
                .printsOnThreads(Expected.that("alternating hits", PingPong::alternates))
                .printsOnSeeds(Expected.that(
                        "11 or 12 alternating hits",
                        lines -> alternates(lines) && (lines.size() == 11 || lines.size() == 12)));
    }

    private static boolean alternates(Seq<String> lines) {
        return lines.size() > 1 && (rally("ping", "pong", lines) || rally("pong", "ping", lines));
    }

    private static boolean rally(String odd, String even, Seq<String> lines) {
        return lines.equals(List.rangeClosed(1, lines.size()).map(hit -> (hit % 2 == 1 ? odd : even) + " " + hit));
    }
}
