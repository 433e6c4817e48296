import Persistence

/// Environments that can be put aside in the middle of their episodes and go on later, in another process, as if nothing
/// had happened.
public protocol ResumableEnvironments: Environments, Checkpointable {}
