package io.gondola.samples.adder;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;

/** One goroutine adds all numbers: {@code for _, n := range numbers { buckets[n%4] += n }}. */
final class OneAdder {
    private OneAdder() {}

    static Go<Unit> program() {
        Buckets buckets = new Buckets();
        return forEach(Buckets.numbers(), n -> buckets.add(n)).then(buckets.print());
    }

    static Sample sample() {
        return Sample.named("adder-one")
                .in(Group.ADDER)
                .summary("one goroutine adds all numbers")
                .prints(Buckets.RESULT)
                .runs(() -> program());
    }
}
