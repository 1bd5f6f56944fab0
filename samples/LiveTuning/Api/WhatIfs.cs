using System.Diagnostics;
using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace LiveTuning.Api;

/// <summary>
/// What would change the place of a film. This is the most expensive answer, so only some are worked out at a time, each has a budget of
/// time, and it ends when nobody waits for it any longer.
/// </summary>
/// <remarks>Thread-safe. The recommender answers without a lock, so a long answer holds up no change.</remarks>
internal sealed class WhatIfs(Recommender<string, Film> recommender) : IDisposable
{
    private const int Most = 4;

    // The time to find those that change most grows with the square of the number of ratings.
    private const int MostRatingsInFull = 40;
    private const int MostTried = 12;

    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(300);

    private readonly SemaphoreSlim _working = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The ratings and controls of a visitor without which a film would move most.</summary>
    /// <param name="key">The visitor.</param>
    /// <param name="film">The film.</param>
    /// <param name="why">The explanation of the film's score.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>
    /// Those that move it most come first. Of many ratings only those that count most in the score are tried. There are fewer if the time
    /// is over, and none if too many others wait.
    /// </returns>
    public async Task<IReadOnlyList<Counterfactual>> OfAsync(
        string key, Film film, Explanation why, CancellationToken cancellationToken)
    {
        if (!await _working.WaitAsync(Budget, cancellationToken))
        {
            return [];
        }

        try
        {
            return why.ByRating.Count <= MostRatingsInFull
                ? recommender.WhatWouldChange(key, film, Most)
                : OfMany(key, film, why, cancellationToken);
        }
        finally
        {
            _working.Release();
        }
    }

    public void Dispose() => _working.Dispose();

    private List<Counterfactual> OfMany(string key, Film film, Explanation why, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        Standing now = recommender.StandingOf(key, film);
        List<Counterfactual> found = [];
        foreach (RatingContribution rating in why.ByRating.OrderByDescending(part => Math.Abs(part.Amount)).Take(MostTried))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(start) > Budget)
            {
                break;
            }

            try
            {
                Standing then = recommender.WithoutRating(key, recommender.ItemOf(rating.Item), film);
                found.Add(new Counterfactual(why.Item, now, then) { Rating = new RatedItem(rating.Item, rating.Value, 0) });
            }
            catch (ArgumentException)
            {
                // The visitor has just taken the rating back.
            }
        }

        return [.. found.OrderByDescending(change => Math.Abs(change.Then.Score - change.Now.Score)).Take(Most)];
    }
}
