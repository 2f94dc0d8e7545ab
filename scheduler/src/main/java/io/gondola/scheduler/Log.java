package io.gondola.scheduler;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The module's logger, found when there is something to log: a program that has no logging backend is not told so at its start. */
final class Log {
    static final Logger LOG = LogManager.getLogger("io.gondola.scheduler");

    private Log() {}
}
