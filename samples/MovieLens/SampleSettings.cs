using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>The settings from the command line.</summary>
/// <param name="Data">The folder of the data, or the one to download to; null for the synthetic world or the cache.</param>
/// <param name="Join">How The Movies Dataset is joined; null if not given.</param>
/// <param name="Download">Whether to fetch ml-latest-small.</param>
/// <param name="Protocols">The protocols to run.</param>
/// <param name="Systems">Words in the names of the systems to compare; empty for all.</param>
/// <param name="Seed">The seed of the synthetic world and of all random choices.</param>
/// <param name="Users">The number of users; null for all.</param>
/// <param name="Folds">The number of folds of the k-fold protocol; null for the default.</param>
/// <param name="Repetitions">The number of repetitions of the paper's protocol; null for the default.</param>
/// <param name="Out">The folder for reports; null for none.</param>
internal sealed record SampleSettings(
    string? Data,
    MetadataJoin? Join,
    bool Download,
    ProtocolChoice Protocols,
    IReadOnlyList<string> Systems,
    ulong Seed,
    int? Users,
    int? Folds,
    int? Repetitions,
    string? Out);
