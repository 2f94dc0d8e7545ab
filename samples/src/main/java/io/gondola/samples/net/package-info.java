/** Programs on the network: the same code runs on the real one and, in tests, on the virtual one. */
package io.gondola.samples.net;
