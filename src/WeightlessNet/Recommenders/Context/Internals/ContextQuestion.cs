using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>
/// What the context adds to the answers for one user at one moment: all that is the same for every item is looked up once.
/// </summary>
/// <remarks>Not safe for concurrent use with changes of the tables; their owner locks.</remarks>
internal readonly struct ContextQuestion
{
    // From the fraction bits of cells and weights to those of answers.
    private const int AnswerShift = ContextTables.CellBits + RatingWeights.FractionBits - RatingUnits.AnswerBits;

    private readonly ContextTables _tables;
    private readonly List<Part> _parts = [];

    /// <param name="layout">The groups.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="weights">How much each group counts.</param>
    /// <param name="user">What is known of the user.</param>
    /// <param name="moment">The moment; null if it is unknown.</param>
    public ContextQuestion(ContextLayout layout, ContextTables tables, ContextWeights weights, UserContext user, ContextPattern? moment)
    {
        _tables = tables;
        if (user.Description is null && moment is null)
        {
            return;
        }

        long[] byGroup = weights.For(user.Ratings.Length);
        for (int i = 0; i < byGroup.Length; i++)
        {
            ContextGroup group = weights.Groups[i];
            if (byGroup[i] != 0 && layout.TryBegin(group, user.Description, moment, out ulong begun))
            {
                long ofAll = group.LooksAtItem ? 0 : byGroup[i] * tables.AnswerOf(group, begun);
                _parts.Add(new Part(group, byGroup[i], begun, ofAll));
            }
        }
    }

    /// <summary>Whether the context adds nothing to any answer.</summary>
    public bool IsEmpty => _parts.Count == 0;

    /// <summary>What the context adds, in units with 6 fraction bits.</summary>
    /// <param name="item">The item.</param>
    /// <param name="itemValues">The values of its fields.</param>
    /// <param name="part">
    /// Receives what each group adds; null if nobody asks. These are differences of a running sum, so that they add up.
    /// </param>
    public long AnswerOf(int item, ulong[] itemValues, Action<ContextGroup, long>? part = null)
    {
        long running = 0;
        foreach (Part one in _parts)
        {
            long before = running >> AnswerShift;
            running += one.Group.LooksAtItem
                ? one.Weight * _tables.AnswerOf(one.Group, ContextLayout.AddressOf(one.Group, one.Begun, item, itemValues))
                : one.OfAll;
            part?.Invoke(one.Group, (running >> AnswerShift) - before);
        }

        return running >> AnswerShift;
    }

    private readonly record struct Part(ContextGroup Group, long Weight, ulong Begun, long OfAll);
}
