package io.github.wxconfig.store;

import io.github.wxconfig.CredentialStore;

class MemoryStoreTest extends CredentialStoreContract {

    @Override
    CredentialStore open() {
        return new MemoryStore(clock);
    }
}
