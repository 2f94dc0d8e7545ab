package io.gondola.testkit.junit;

import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/** What all tests of one run share. */
record RunContext(ConfigurationParameters configuration, EngineExecutionListener listener)
        implements EngineExecutionContext {}
