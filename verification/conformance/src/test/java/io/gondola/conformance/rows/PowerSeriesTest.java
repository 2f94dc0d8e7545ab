package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.pure;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.sync.OnceValue;
import io.vavr.CheckedFunction0;
import io.vavr.collection.List;

/** Power series whose coefficients are computed by networks of goroutines, each when it is asked for. */
class PowerSeriesTest {
    private static final Rational ZERO = new Rational(0, 1);
    private static final Rational ONE = new Rational(1, 1);

    private record Rational(long numerator, long denominator) {
        static Rational of(long n, long d) {
            long g = gcd(Math.abs(n), d);
            return new Rational(n / g, d / g);
        }

        private static long gcd(long a, long b) {
            return b == 0 ? a : gcd(b, a % b);
        }

        Rational plus(Rational r) {
            return of(numerator * r.denominator + r.numerator * denominator, denominator * r.denominator);
        }

        Rational times(Rational r) {
            return of(numerator * r.numerator, denominator * r.denominator);
        }

        @Override
        public String toString() {
            return denominator == 1 ? "" + numerator : numerator + "/" + denominator;
        }
    }

    /** A series: a goroutine that asks is answered with the next coefficient. */
    private record Series(Channel<Unit> asks, Channel<Rational> answers) {
        Series() {
            this(Channel.unbuffered(), Channel.unbuffered());
        }

        Go<Rational> get() {
            return asks.send(Unit.UNIT).then(answers.receive());
        }

        Go<Unit> put(Rational r) {
            return asks.receive().then(answers.send(r));
        }

        Go<Unit> putNextOf(Go<Rational> next) {
            return asks.receive().then(next).flatMap(answers::send);
        }
    }

    private static Go<Series> made(Series s, Go<?> body) {
        return waiter(body).as(s);
    }

    private static Go<Series> ones() {
        Series s = new Series();
        return made(s, forever(s.put(ONE)));
    }

    private static Go<Series> sum(Series f, Series g) {
        Series s = new Series();
        return made(s, forever(s.putNextOf(Go.zip(f.get(), g.get(), Rational::plus))));
    }

    private static Go<Series> scaled(Rational c, Series f) {
        Series s = new Series();
        return made(s, forever(s.putNextOf(f.get().map(c::times))));
    }

    private static Go<Series> shifted(Rational first, Series f) {
        Series s = new Series();
        return made(s, s.put(first).then(forever(s.putNextOf(f.get()))));
    }

    private static Go<Series> derivative(Series f) {
        Series s = new Series();
        Go<Unit> rest = Go.loop(
                1L,
                i -> s.putNextOf(f.get().map(c -> c.times(Rational.of(i, 1)))).as(Loop.next(i + 1)));
        return made(s, f.get().then(rest));
    }

    private static Go<Series> integral(Rational constant, Series f) {
        Series s = new Series();
        return made(
                s,
                s.put(constant)
                        .then(Go.loop(
                                1L,
                                i -> s.putNextOf(f.get().map(c -> c.times(Rational.of(1, i))))
                                        .as(Loop.next(i + 1)))));
    }

    /** A coefficient and what comes after it: for who asks first it is taken from the series. */
    private record Cell(Rational coefficient, OnceValue<Cell> rest) {
        static OnceValue<Cell> of(Series f) {
            return new OnceValue<>(f.get().map(c -> new Cell(c, of(f))));
        }
    }

    /** Two copies, of which either may run ahead. */
    private static Go<List<Series>> split(Series f) {
        return splitInto(f, List.of(new Series(), new Series()));
    }

    private static Go<List<Series>> splitInto(Series f, List<Series> copies) {
        return Go.suspend(() -> {
            OnceValue<Cell> first = Cell.of(f);
            return Go.forEach(
                            copies,
                            s -> waiter(Go.loop(
                                    first,
                                    cell -> s.asks()
                                            .receive()
                                            .then(cell.get())
                                            .flatMap(c -> s.answers()
                                                    .send(c.coefficient())
                                                    .as(Loop.next(c.rest()))))))
                    .as(copies);
        });
    }

    /** (f + xF)(g + xG) = fg + x(fG + gF + xFG). */
    private static Go<Series> product(Series f, Series g) {
        Series s = new Series();
        Go<Unit> rest = Go.zip(f.get(), g.get(), (a, b) -> List.of(a, b))
                .flatMap(firsts -> s.answers()
                        .send(firsts.get(0).times(firsts.get(1)))
                        .then(Go.zip(split(f), split(g), (ff, gg) -> List.of(ff, gg)))
                        .flatMap(pairs -> Go.zip(
                                        scaled(firsts.get(0), pairs.get(1).get(0)),
                                        scaled(firsts.get(1), pairs.get(0).get(0)),
                                        product(
                                                        pairs.get(0).get(1),
                                                        pairs.get(1).get(1))
                                                .flatMap(p -> shifted(ZERO, p)),
                                        List::of)
                                .flatMap(three -> forever(s.putNextOf(Go.zip(
                                        three.get(0).get(),
                                        three.get(1).get(),
                                        three.get(2).get(),
                                        (a, b, c) -> a.plus(b).plus(c)))))));
        return made(s, s.asks().receive().then(rest));
    }

    /** Z = e^F solves Z' = ZF', and Z(0) = 1. */
    private static Go<Series> exponential(Series f) {
        List<Series> z = List.of(new Series(), new Series());
        return derivative(f)
                .flatMap(df -> product(z.get(0), df))
                .flatMap(p -> integral(ONE, p))
                .flatMap(i -> splitInto(i, z))
                .as(z.get(1));
    }

    private static Go<String> first(int n, Go<Series> series) {
        return series.flatMap(s -> Go.loop(
                List.<Rational>empty(),
                got -> got.size() == n
                        ? pure(Loop.done(got.mkString(" ")))
                        : s.get().map(c -> Loop.next(got.append(c)))));
    }

    @Row(id = "T-11", rule = "Power series by networks of goroutines", go = "test/chan/powser1.go")
    @OnEveryRuntime
    void powerSeriesHaveTheirCoefficients(World w) {
        int n = w.isExplored() ? 3 : 8;
        yields(w, n, "2 2 2 2 2 2 2 2", () -> Go.zip(ones(), ones(), List::of).flatMap(o -> sum(o.get(0), o.get(1))));
        yields(
                w,
                n,
                "1 2 3 4 5 6 7 8",
                () -> Go.zip(ones(), ones(), List::of).flatMap(o -> product(o.get(0), o.get(1))));
        yields(w, n, "1 2 3 4 5 6 7 8", () -> ones().flatMap(PowerSeriesTest::derivative));
        yields(w, n, "0 1 1/2 1/3 1/4 1/5 1/6 1/7", () -> ones().flatMap(o -> integral(ZERO, o)));
        yields(
                w,
                n,
                "1 1 3/2 13/6 73/24 167/40 4051/720 37633/5040",
                () -> ones().flatMap(PowerSeriesTest::exponential));
    }

    private static void yields(World w, int n, String coefficients, CheckedFunction0<Go<Series>> series) {
        String expected = String.join(" ", List.of(coefficients.split(" ")).take(n));
        w.yields(expected, () -> first(n, series.apply()));
    }
}
