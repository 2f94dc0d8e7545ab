package io.gondola.docs.page;

import io.gondola.dsl.Go;

/** For README.md. */
public abstract class ReadmePage {
    /** What flows. */
    protected record Order(int id) {}

    protected static Order parse(String line) {
        return new Order(Integer.parseInt(line));
    }

    protected static Go<String> lookUp(Order order) {
        return Go.pure("order " + order.id());
    }
}
