import static io.gondola.dsl.Go.*;

import io.gondola.dsl.*;
import io.gondola.testkit.GoTest;

class BankTest {
    @GoTest
    Go<?> aTransferNeverLosesMoney() {
        return suspend(() -> {
            Shared<Integer> balance = Shared.of(0);
            Channel<String> done = Channel.unbuffered();
            Go<Unit> deposit = balance.get().flatMap(b -> balance.set(b + 1)).then(done.send("done"));
            return go(deposit)
                    .then(go(deposit))
                    .then(done.receive())
                    .then(done.receive())
                    .then(balance.get())
                    .peek(b -> {
                        if (b != 2) {
                            throw new AssertionError("balance " + b);
                        }
                    });
        });
    }
}
