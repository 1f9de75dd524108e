package conformance;

/// Operations that belong together, such as those on mutexes, conditions and pools.
interface OperationGroup {
    void addTo(Operations table);
}
