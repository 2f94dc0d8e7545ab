package io.gondola.testkit.run;

/** A part of the run that is on a host of its own. */
public interface Hosted {
    String hostName();
}
