using System.Numerics;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>Standings and counterfactuals: each forgets, scores and learns again under the lock.</content>
public sealed partial class WeightlessRecommender
{
    /// <inheritdoc/>
    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        lock (_lock)
        {
            CheckItem(item);
            return StandingNow(user, item, filter);
        }
    }

    /// <inheritdoc/>
    public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(ratedItem);
        lock (_lock)
        {
            CheckItem(item);
            if (RatingOf(user, ratedItem) is not { } rating)
            {
                throw new ArgumentException($"User {user} has not rated item {ratedItem}.", nameof(ratedItem));
            }

            return StandingWithout(rating, item, filter);
        }
    }

    /// <inheritdoc/>
    public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default)
    {
        lock (_lock)
        {
            CheckItem(item);
            RatedItem[] before = _log.OfUser(rating.User).ToArray();
            Learn(rating);
            try
            {
                return StandingNow(rating.User, item, filter);
            }
            finally
            {
                Forget(rating.User, rating.Item);
                foreach (RatedItem rated in before)
                {
                    if (_log.IndexOf(rating.User, rated.Item) < 0)
                    {
                        Learn(new Rating(rating.User, rated.Item, rated.Value, rated.Timestamp));
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RatedItem[] rated;
        lock (_lock)
        {
            CheckItem(item);
            rated = _log.OfUser(user).ToArray();
        }

        // A rank needs a scan of the catalog, so only the ratings that change the score most are ranked.
        double[] changes = new double[rated.Length];
        for (int i = 0; i < rated.Length; i++)
        {
            changes[i] = -(rated[i].Item == item ? double.PositiveInfinity : Math.Abs(ScoreChangeWithout(user, rated[i].Item, item)));
        }

        Array.Sort(changes, rated);
        CounterfactualList found = new();
        for (int i = 0; i < Math.Min(count, rated.Length); i++)
        {
            lock (_lock)
            {
                // Another thread may have forgotten the rating since.
                if (RatingOf(user, rated[i].Item) is { } rating)
                {
                    Standing now = StandingNow(user, item, filter);
                    Standing then = StandingWithout(rating, item, filter);
                    found.Add(new Counterfactual(item, now, then)
                    {
                        Rating = new RatedItem(rating.Item, rating.Value, rating.Timestamp),
                    });
                }
            }
        }

        return found.Best(count);
    }

    private Rating? RatingOf(int user, int item)
    {
        int index = _log.IndexOf(user, item);
        if (index < 0)
        {
            return null;
        }

        RatedItem rated = _log.OfUser(user)[index];
        return new Rating(user, rated.Item, rated.Value, rated.Timestamp);
    }

    private double ScoreChangeWithout(int user, int ratedItem, int item)
    {
        lock (_lock)
        {
            if (RatingOf(user, ratedItem) is not { } rating)
            {
                return 0;
            }

            double now = ScoreNow(user, item);
            Forget(user, ratedItem);
            try
            {
                return ScoreNow(user, item) - now;
            }
            finally
            {
                Learn(rating);
            }
        }
    }

    private Standing StandingWithout(in Rating rating, int item, in RecommendationFilter filter)
    {
        Forget(rating.User, rating.Item);
        try
        {
            return StandingNow(rating.User, item, filter);
        }
        finally
        {
            Learn(rating);
        }
    }

    private double ScoreNow(int user, int item) => ToRating(AnswerNow(TablesOf(user), user, item));

    private long AnswerNow(PersonalTables? tables, int user, int item) =>
        AnswerOf(tables, user, item, _crowd.StatisticsOf(item));

    private Standing StandingNow(int user, int item, in RecommendationFilter filter)
    {
        PersonalTables? tables = TablesOf(user);
        long own = AnswerNow(tables, user, item) + filter.AdjustmentOf(item);
        double score = ToRating(own);
        using UnavailableItems unavailable = new(_catalog.Count, _log.OfUser(user), filter.Excluded);
        if (unavailable.Contains(item) || !_shared.Scan.Has(item) || !filter.Allows(item, score))
        {
            return new Standing(score, null);
        }

        Span<ScoredItem> next = stackalloc ScoredItem[1];
        int rank = 1;
        foreach (int first in filter.First)
        {
            if (WriteFirst(user, tables, filter with { First = [first] }, unavailable, next) > 0)
            {
                if (first == item)
                {
                    return new Standing(score, rank);
                }

                rank++;
            }
        }

        return new Standing(score, rank + CountBetter(user, tables, item, own, filter, unavailable));
    }

    private int CountBetter(
        int user, PersonalTables? tables, int item, long own, in RecommendationFilter filter, in UnavailableItems unavailable)
    {
        ReadOnlySpan<int> bases = BasesOf(user, tables);
        Span<int> answers = stackalloc int[CatalogScan.BlockSize];
        int better = 0;
        for (int block = 0; block < _shared.Scan.BlockCount; block++)
        {
            WriteAnswers(block, bases, tables, filter, answers);
            ulong candidates = ~unavailable.InBlock(block) & _shared.Scan.ItemsOf(block);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int at = BitOperations.TrailingZeroCount(candidates);
                int other = (block * CatalogScan.BlockSize) + at;
                bool precedes = answers[at] > own || (answers[at] == own && other < item);
                if (precedes && filter.Allows(other, ToRating(answers[at])))
                {
                    better++;
                }
            }
        }

        return better;
    }

    // Writes the filter's first items and marks them unavailable, so that they do not occur twice.
    private int WriteFirst(
        int user, PersonalTables? tables, in RecommendationFilter filter, in UnavailableItems unavailable, Span<ScoredItem> destination)
    {
        int written = 0;
        foreach (int item in filter.First)
        {
            if (written == destination.Length)
            {
                break;
            }

            if ((uint)item >= (uint)_catalog.Count || unavailable.Contains(item) || !_shared.Scan.Has(item))
            {
                continue;
            }

            double score = ToRating(AnswerNow(tables, user, item) + filter.AdjustmentOf(item));
            if (filter.Allows(item, score))
            {
                destination[written++] = new ScoredItem(item, score);
                unavailable.Add(item);
            }
        }

        return written;
    }
}
