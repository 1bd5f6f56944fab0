using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What one thread needs to fold a user's ratings into tables: scratch memory for one user after the other.</summary>
/// <remarks>Not thread-safe; a thread rents it from a <see cref="WorkspacePool{T}"/>.</remarks>
internal sealed class RankingWorkspace(IReadOnlyList<LogOddsNetwork> networks) : IWorkspace
{
    /// <summary>The fold of each network.</summary>
    public LogOddsFold[] Folds { get; } = [.. networks.Select(network => network.CreateFold())];

    /// <summary>Room for a user's tables of each network.</summary>
    public sbyte[][] Tables { get; } = [.. networks.Select(network => new sbyte[network.TableLength])];

    public int Generation { get; set; }

    public void Clear()
    {
        Array.ForEach(Folds, fold => fold.Clear());
        Array.ForEach(Tables, Array.Clear);
    }
}
