package io.github.rethinkemitter.internal.codec;

import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.spi.JsonbProvider;

/** The implementations of JSON-B that Jakarta EE servers have. */
enum Implementation {
    YASSON("org.eclipse.yasson.JsonBindingProvider"),
    JOHNZON("org.apache.johnzon.jsonb.JohnzonProvider");

    private final String provider;

    Implementation(String provider) {
        this.provider = provider;
    }

    JsonbCodec codec() {
        return codec(new JsonbConfig());
    }

    JsonbCodec codec(JsonbConfig config) {
        return new JsonbCodec(
                JsonbProvider.provider(provider).create().withConfig(config).build(), CodecFixture.MAX_SIZE);
    }
}
