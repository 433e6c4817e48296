import Training

/// Makes the callbacks of a run beside those that keep its files: progress, event files, a way to stop it.
///
/// They are called after the figures of an update were kept and before the policy is judged and saved, so that the
/// memory of those with one is in the checkpoint. Every fold of a walk forward has its own, on the thread that trains it.
public typealias RunWatchers = @Sendable (PolicySelector, RunDirectory) -> [any Callback]
