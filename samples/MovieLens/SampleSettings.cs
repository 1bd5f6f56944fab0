using WeightlessNet.Datasets;

namespace MovieLensSample;

/// <summary>What the command line asks for.</summary>
/// <param name="Data">The folder of the data, or that to download to; null for the synthetic world or the cache.</param>
/// <param name="Join">How The Movies Dataset is joined; null where it was not said.</param>
/// <param name="Download">Whether ml-latest-small is fetched.</param>
/// <param name="Protocols">Which protocols are run.</param>
/// <param name="Seed">The seed of the synthetic world and of everything that is drawn.</param>
/// <param name="Users">How many users take part; null for all.</param>
/// <param name="Folds">How many folds the k-fold protocol has.</param>
/// <param name="Repetitions">How often the paper's protocol is repeated.</param>
/// <param name="Out">The folder for reports; null for none.</param>
internal sealed record SampleSettings(
    string? Data,
    MetadataJoin? Join,
    bool Download,
    ProtocolChoice Protocols,
    ulong Seed,
    int? Users,
    int Folds,
    int Repetitions,
    string? Out);
