using System.Buffers;
using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Context;

/// <content>Predictions, lists and explanations.</content>
public sealed partial class ContextualRecommender
{
    /// <summary>Predicts a user's rating of an item at an unknown moment.</summary>
    /// <inheritdoc/>
    public double Predict(int user, int item) => Predict(user, item, default);

    /// <summary>Predicts a user's rating of an item at a moment.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, 0 or more; may be unknown.</param>
    /// <param name="moment">The bits of <see cref="Moments"/>, as its schema encodes them; empty if unknown.</param>
    /// <returns>The predicted rating, on the <see cref="Scale"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    /// <exception cref="ArgumentException">The moment has another number of bits.</exception>
    public double Predict(int user, int item, ReadOnlySpan<ulong> moment)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        ContextPattern? pattern = Moments.PatternOf(moment, nameof(moment));
        lock (_access)
        {
            long answer = _hybrid.AnswerOf(user, item);
            if (item < _items.Count)
            {
                answer += QuestionOf(ContextOf(user), pattern).AnswerOf(item, _items[item]);
            }

            return Scale.Clamp(Scale.Minimum + _units.ToDifference(answer, RatingUnits.AnswerBits));
        }
    }

    /// <summary>
    /// Writes the best items for a user at an unknown moment, best first. The score is the expected rating, not clamped to the scale.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Recommend(user, destination, default, new RecommendationFilter { Excluded = excluded });

    /// <summary>
    /// Writes the best items for a user at an unknown moment, best first. The score is the expected rating, not clamped to the scale.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter) =>
        Recommend(user, destination, default, filter);

    /// <summary>
    /// Writes the best items for a user at a moment, best first. The score is the expected rating, not clamped to the scale, so that the
    /// best items do not tie at its maximum.
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <param name="moment">The bits of <see cref="Moments"/>, as its schema encodes them; empty if unknown.</param>
    /// <param name="filter">Which items may be recommended; its adjustments are added to those of the context.</param>
    /// <returns>The number of items written: fewer than wanted if the catalog has no more.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    /// <exception cref="ArgumentException">The moment has another number of bits.</exception>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<ulong> moment, in RecommendationFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ContextPattern? pattern = Moments.PatternOf(moment, nameof(moment));
        lock (_access)
        {
            ContextQuestion question = QuestionOf(ContextOf(user), pattern);
            if (question.IsEmpty)
            {
                return _hybrid.Recommend(user, destination, filter);
            }

            // A unit of an adjustment is a unit of an answer, so that lists and predictions agree exactly.
            int[] adjustments = ArrayPool<int>.Shared.Rent(_items.Count);
            for (int item = 0; item < _items.Count; item++)
            {
                adjustments[item] = filter.AdjustmentOf(item) + (int)question.AnswerOf(item, _items[item]);
            }

            int found = _hybrid.Recommend(user, destination, new RecommendationFilter
            {
                Excluded = filter.Excluded,
                RanksRated = filter.RanksRated,
                Allowed = filter.Allowed,
                MinimumScore = filter.MinimumScore,
                First = filter.First,
                Adjustments = adjustments.AsSpan(0, _items.Count),
            });
            ArrayPool<int>.Shared.Return(adjustments, clearArray: true);
            return found;
        }
    }

    /// <summary>Explains the score of an item for a user at an unknown moment.</summary>
    /// <inheritdoc/>
    public Explanation Explain(int user, int item) => Explain(user, item, default);

    /// <summary>
    /// Explains the score by which <see cref="Recommend(int, Span{ScoredItem}, ReadOnlySpan{ulong}, in RecommendationFilter)"/> ranks an
    /// item. What the context adds is in <see cref="Explanation.Base"/>, as parts of the kind <see cref="ContributionKind.Context"/>, which
    /// are named after fields and values, such as "age 4, this item".
    /// </summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <param name="item">The item's id, in the catalog.</param>
    /// <param name="moment">The bits of <see cref="Moments"/>, as its schema encodes them; empty if unknown.</param>
    /// <returns>The score and its contributions, which sum to the score exactly.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative or <paramref name="item"/> is not in the catalog.
    /// </exception>
    /// <exception cref="ArgumentException">The moment has another number of bits.</exception>
    public Explanation Explain(int user, int item, ReadOnlySpan<ulong> moment) =>
        ExplainIn(Moments.PatternOf(moment, nameof(moment)), user, item, null);

    /// <summary>Explains a score at an unknown moment, where bits do not tell the words of users' values.</summary>
    internal Explanation ExplainInWords(int user, int item, Func<string, string?> valueOf) => ExplainIn(null, user, item, valueOf);

    private Explanation ExplainIn(ContextPattern? pattern, int user, int item, Func<string, string?>? valueOf)
    {
        lock (_access)
        {
            Explanation explained = _hybrid.Explain(user, item);
            UserContext known = ContextOf(user);
            ContextQuestion question = QuestionOf(known, pattern);
            if (question.IsEmpty)
            {
                return explained;
            }

            ItemCatalog catalog = _hybrid.CopyCatalog();
            List<Contribution> parts = [.. explained.Base];
            long total = question.AnswerOf(item, _items[item], (group, answer) => parts.Add(new Contribution(
                ContributionKind.Context, _layout.InWords(group, known.Description, pattern, catalog, item, valueOf), ToPoints(answer))));
            return new Explanation(
                user, item, explained.Score + ToPoints(total), parts, explained.ByField, explained.ByRating, explained.ByControl);
        }
    }

    private double ToPoints(long answer) => _units.ToDifference(answer, RatingUnits.AnswerBits);

    // With the lock held, as long as the question is used.
    private ContextQuestion QuestionOf(UserContext user, ContextPattern? moment) => new(_layout, _tables, _weights, user, moment);
}
