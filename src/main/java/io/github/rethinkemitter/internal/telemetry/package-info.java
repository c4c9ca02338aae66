/**
 * Traces and metrics, by the OpenTelemetry and the Micrometer that the application has.
 *
 * <p>Both APIs are optional. {@link io.github.rethinkemitter.internal.telemetry.TelemetryApis} looks for their beans once, at the start
 * of the application. {@code OpenTelemetryApi} and {@code MicrometerApi} are the only classes that touch the APIs, and are loaded only
 * where these are present. {@code ChannelTelemetry} joins them: it measures the time, and keeps what they throw from the stages.
 */
@NullMarked
package io.github.rethinkemitter.internal.telemetry;

import org.jspecify.annotations.NullMarked;
