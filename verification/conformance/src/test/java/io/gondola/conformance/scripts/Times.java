package io.gondola.conformance.scripts;

import static io.gondola.conformance.scripts.Script.PROMPT;
import static io.gondola.conformance.scripts.Script.own;
import static io.gondola.conformance.scripts.Script.panicking;
import static io.gondola.conformance.scripts.Script.seconds;
import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.time.Ticker;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Timers in the places 0 to 2, tickers in 3 and 4, channels of {@code after} and {@code tick} in 5. */
final class Times implements Interpreter {
    private static final int TICKERS = 3;
    private static final int OTHER = 5;
    private static final int RUNS = 3;

    private final Channel<Unit> quit = Channel.unbuffered();
    private final Journal journal;
    private final Journal.Line main;
    private final Timer[] timers = new Timer[TICKERS];
    private final Ticker[] tickers = new Ticker[OTHER - TICKERS];
    private ReceiveChannel<Instant> other = Channel.nil();
    private int functions;

    Times(Journal journal, Journal.Line main) {
        this.journal = journal;
        this.main = main;
    }

    @Override
    public Go<?> end() {
        return quit.close();
    }

    private ReceiveChannel<Instant> at(int place) {
        if (place == OTHER) {
            return other;
        }
        if (place < TICKERS) {
            return timers[place] == null ? Channel.nil() : timers[place].channel();
        }
        Ticker ticker = tickers[place - TICKERS];
        return ticker == null ? Channel.nil() : ticker.channel();
    }

    @Override
    public Go<?> perform(Operation op) {
        return switch (op.letter()) {
            case 'n' -> Timer.start(seconds(op.arg(1))).peek(t -> timers[op.arg(0)] = t);
            case 'f' -> function(op);
            case 's', 'r' -> timers[op.arg(0)] == null ? pure(null) : ofTimer(op, timers[op.arg(0)]);
            case 'k' ->
                panicking(Ticker.start(seconds(op.arg(1))).peek(t -> tickers[op.arg(0) - TICKERS] = t))
                        .flatMap(main::add);
            case 'K', 'R' ->
                tickers[op.arg(0) - TICKERS] == null ? pure(null) : ofTicker(op, tickers[op.arg(0) - TICKERS]);
            case 'a' -> Time.after(seconds(op.arg(0))).peek(c -> other = c);
            case 'h' ->
                Time.tick(seconds(op.arg(0)))
                        .peek(c -> other = c)
                        .flatMap(c -> main.add("tick " + (c != Channel.<Instant>nil())));
            case 'q' ->
                select(
                        onReceive(at(op.arg(0)), v -> main.add("got " + journal.sinceStart(v))),
                        onDefault(main.add("nothing")));
            case 'l' ->
                at(op.arg(0))
                        .length()
                        .flatMap(n ->
                                main.add("len " + n + " cap " + at(op.arg(0)).capacity()));
            case 'g' -> receiver(op, at(op.arg(0)));
            case 'e' -> exact(op.arg(0), op.arg(1));
            case 'S' -> sleep(seconds(op.arg(0))).then(main.add("slept"));
            default -> throw new IllegalArgumentException(op.toString());
        };
    }

    private Go<?> ofTimer(Operation op, Timer timer) {
        return op.letter() == 's'
                ? timer.stop().flatMap(b -> main.add("stop " + b))
                : timer.reset(seconds(op.arg(1))).flatMap(b -> main.add("reset " + b));
    }

    private Go<?> ofTicker(Operation op, Ticker ticker) {
        return op.letter() == 'K'
                ? ticker.stop()
                : panicking(ticker.reset(seconds(op.arg(1)))).flatMap(main::add);
    }

    /** A timer whose function does something to itself, or to another timer. */
    private Go<?> function(Operation op) {
        Journal.Line log = journal.open("f" + op.index());
        Journal.Line acts = journal.open("acts" + op.index());
        Go<Unit> pause = sleep(own(functions++));
        AtomicInteger runs = new AtomicInteger();
        return Time.afterFunc(
                        seconds(op.arg(1)),
                        log.add("runs").then(pause).then(suspend(() -> acts(op, acts, runs.incrementAndGet()))))
                .peek(t -> timers[op.arg(0)] = t);
    }

    private Go<?> acts(Operation op, Journal.Line log, int run) {
        Timer target = timers[op.arg(3)];
        int kind = op.arg(2);
        if (kind == 1 && target != null && run < RUNS) {
            return target.reset(seconds(op.arg(4))).flatMap(b -> log.add("reset " + b));
        }
        if (kind == 2 && target != null) {
            return target.stop().flatMap(b -> log.add("stop " + b));
        }
        return kind == 3 ? sleep(seconds(op.arg(4) % 9)).then(log.add("slept")) : pure(null);
    }

    /** Receives up to n times, each time for at most a while, with pauses. */
    private Go<?> receiver(Operation op, ReceiveChannel<Instant> channel) {
        Journal.Line log = journal.open("g" + op.index());
        Go<Unit> pause = sleep(seconds(op.arg(3)).plus(own(functions++)));
        return go(forRange(
                0,
                op.arg(1),
                (i, b) -> select(
                                onReceive(channel, v -> log.add("got " + journal.sinceStart(v))),
                                onTimeout(
                                        seconds(op.arg(2)).plus(PROMPT),
                                        log.add("timeout").then(b.exit())),
                                onReceive(quit, log.add("quit").then(b.exit())))
                        .then(pause)));
    }

    /** Stops or resets a timer at the very instant at which it fires: what it had ready is not seen. */
    private Go<?> exact(int d, int reset) {
        return Timer.start(seconds(d))
                .flatMap(t -> sleep(seconds(d))
                        .then(
                                reset == 0
                                        ? t.stop()
                                                .flatMap(first ->
                                                        t.stop().flatMap(b -> main.add("stop " + first + " " + b)))
                                        : t.reset(seconds(reset)).flatMap(b -> main.add("reset " + b)))
                        .then(select(onReceive(t.channel(), main.add("old value")), onDefault(main.add("nothing")))));
    }
}
