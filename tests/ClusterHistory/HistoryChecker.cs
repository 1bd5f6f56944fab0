using WeightlessNet.Recommenders;

namespace ClusterHistory;

/// <summary>
/// Compares what a cluster has at the end with what its clients were told. Operations of one user may overlap, so only what cannot have
/// happened in any order of overlapping operations is a violation.
/// </summary>
internal static class HistoryChecker
{
    /// <summary>What contradicts the history of a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="operations">All operations of the user.</param>
    /// <param name="ratings">The ratings that the user has at the end.</param>
    /// <param name="changes">How many changes of the user the store has counted.</param>
    public static IEnumerable<string> Check(
        int user, IReadOnlyCollection<Operation> operations, IReadOnlyCollection<RatedItem> ratings, long changes)
    {
        long least = operations.Count(operation => operation.HasChanged);
        long most = operations.Count(operation => operation.MayHaveChanged);
        if (changes < least)
        {
            yield return $"lost: user {user} has {changes} changes, and {least} were acknowledged";
        }
        else if (changes > most)
        {
            yield return $"twice: user {user} has {changes} changes, and there were {most} at most";
        }

        Dictionary<int, RatedItem> present = ratings.ToDictionary(rating => rating.Item);
        IEnumerable<int> items = operations.Where(operation => operation.Item >= 0).Select(operation => operation.Item);
        foreach (int item in items.Concat(present.Keys).Distinct().Order())
        {
            Operation[] touching = [.. operations.Where(operation => operation.Touches(item))];
            string? violation = present.TryGetValue(item, out RatedItem rating) ? OfPresent(touching, rating) : OfAbsent(touching);
            if (violation is not null)
            {
                yield return $"{violation} (user {user}, item {item})";
            }
        }
    }

    private static string? OfPresent(Operation[] operations, RatedItem rating)
    {
        Operation? learned = operations.FirstOrDefault(
            operation => operation.Kind == OperationKind.Learn && operation.Number == rating.Timestamp);
        if (learned is null || learned.Value != rating.Value)
        {
            return $"foreign: nobody has rated {rating.Value} in operation {rating.Timestamp}";
        }

        // A later forgetting that found nothing contradicts the rating too.
        Operation? later = operations.FirstOrDefault(
            operation => operation.Outcome is not null && operation.Invoked > learned.Ended);
        return later is null ? null
            : later.Kind == OperationKind.Learn ? $"lost: the rating of operation {learned.Number} is there, and that of {later.Number} not"
            : $"forgotten: the rating of operation {learned.Number} is there, and {later.Number} has forgotten it";
    }

    private static string? OfAbsent(Operation[] operations)
    {
        foreach (Operation learned in operations.Where(operation => operation is { Kind: OperationKind.Learn, HasChanged: true }))
        {
            bool mayBeForgotten = operations.Any(operation =>
                operation.Kind != OperationKind.Learn && operation.MayHaveChanged && operation.Ended > learned.Invoked);
            if (!mayBeForgotten)
            {
                return $"lost: the rating of operation {learned.Number} is not there";
            }
        }

        return null;
    }
}
