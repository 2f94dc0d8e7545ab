package io.gondola.samples.net.search;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.net.DialOptions;
import io.gondola.net.Lines;
import io.gondola.net.Net;
import io.gondola.time.Timer;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.time.Duration;

/**
 * Searches the web, images and videos, each by servers of their own: "Go Concurrency Patterns", Rob Pike, 2012.
 *
 * <p>1.0 asks one after another; 2.0 all at once; 2.1 does not wait for slow ones; 3.0 asks all replicas of each, takes
 * the first answer, and cancels the others.
 */
public final class Search {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Seq<? extends Seq<String>> kinds;

    /** @param kinds for each kind of thing the addresses of its replicas */
    public Search(Seq<? extends Seq<String>> kinds) {
        this.kinds = kinds;
    }

    private static Go<String> ask(String address, String query) {
        return Net.dial(address, DialOptions.defaults().timeout(PATIENCE)).flatMap(c -> {
            Lines lines = Lines.over(c);
            return c.setReadDeadline(PATIENCE)
                    .then(lines.write(query))
                    .then(lines.read())
                    .map(answer -> answer.getOrElseThrow(() -> new IllegalStateException("no answer")))
                    .defer(c.close());
        });
    }

    /** One after another. */
    public Go<Seq<String>> first(String query) {
        return loop(
                List.<String>empty(),
                found -> found.size() == kinds.size()
                        ? pure(Loop.done(found))
                        : ask(kinds.get(found.size()).head(), query).map(r -> Loop.next(found.append(r))));
    }

    /** All at once. */
    public Go<Seq<String>> second(String query) {
        return parallel(kinds.map(replicas -> ask(replicas.head(), query)));
    }

    /** All at once, and what has come after {@code patience}. */
    public Go<Seq<String>> secondInTime(String query, Duration patience) {
        return inTime(patience, ctx -> kinds.map(replicas -> ctx.run(ask(replicas.head(), query))));
    }

    /** All replicas of all at once, the first of each, and what has come after {@code patience}. */
    public Go<Seq<String>> third(String query, Duration patience) {
        return inTime(patience, ctx -> kinds.map(replicas -> first(ctx, replicas, query)));
    }

    private interface Questions {
        Seq<? extends Go<Try<String>>> under(Context ctx);
    }

    private Go<Seq<String>> inTime(Duration patience, Questions questions) {
        return Context.background().withCancel().flatMap(ctx -> {
            Channel<Try<String>> answers = Channel.buffered(kinds.size());
            Go<Unit> asking = forEach(
                    questions.under(ctx),
                    question -> go(
                            "ask",
                            question.attempt().map(t -> t.flatMap(r -> r)).flatMap(answers::send)));
            return asking.then(collect(answers, patience)).defer(ctx.cancel());
        });
    }

    private Go<Seq<String>> collect(Channel<Try<String>> answers, Duration patience) {
        return Timer.start(patience)
                .flatMap(timer -> Go.<Collected, Seq<String>>loop(
                                new Collected(kinds.size(), List.empty()),
                                c -> c.left() == 0
                                        ? pure(Loop.done(c.found()))
                                        : select(
                                                onReceive(answers, t -> pure(Loop.next(c.with(t)))),
                                                onReceive(timer.channel(), pure(Loop.done(c.found())))))
                        .defer(timer.stop()));
    }

    private record Collected(int left, Seq<String> found) {
        Collected with(Try<String> t) {
            return new Collected(left - 1, t.isSuccess() ? found.append(t.get()) : found);
        }
    }

    /** The answer of the replica that is first to give one; the others are cancelled. */
    private static Go<Try<String>> first(Context ctx, Seq<String> replicas, String query) {
        return ctx.withCancel().flatMap(own -> {
            Channel<Try<String>> answers = Channel.buffered(replicas.size());
            Go<Unit> asking = forEach(
                    replicas,
                    replica -> go(
                            "ask " + replica,
                            own.run(ask(replica, query))
                                    .attempt()
                                    .map(t -> t.flatMap(r -> r))
                                    .flatMap(answers::send)));
            Go<Try<String>> answer = loop(
                    replicas.size(),
                    left -> answers.receive()
                            .map(t -> t.isSuccess() || left == 1
                                    ? Loop.<Integer, Try<String>>done(t)
                                    : Loop.<Integer, Try<String>>next(left - 1)));
            return asking.then(answer).defer(own.cancel());
        });
    }
}
