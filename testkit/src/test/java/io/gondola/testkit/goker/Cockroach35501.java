package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/**
 * Goroutines started in a loop all read the loop's variable, which goes on; Java has no such capture, so it is
 * declared.
 */
final class Cockroach35501 implements Kernel {
    @Override
    public String id() {
        return "cockroach#35501";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS)
                .reports(Kind.RACE)
                .naming("main", "check")
                .namingOneOf("validate-0", "validate-1", "validate-2");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup wg = new WaitGroup().named("wg");
        Shared<Integer> check = Shared.of(-1).named("check");
        Go<Unit> validateAll = forRange(0, 3, i -> {
            Go<Integer> validate = fixed ? Go.pure(i) : check.get();
            return check.set(i).then(wg.add(1)).then(go("validate-" + i, validate.defer(wg.done())));
        });
        return validateAll.then(wg.await());
    }
}
