package io.gondola.testkit.run;

import java.util.List;

/** What a run has of a network. */
public interface OpenConnections {
    /** The ends of connections that nobody has closed, in words. */
    List<String> openConnections();
}
