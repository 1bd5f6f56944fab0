using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Films, users and ratings, with dense ids.</summary>
/// <remarks>
/// Immutable and safe to share between threads, as long as the lists and the memory passed to the constructor are not changed.
/// </remarks>
public sealed class RatingDataset
{
    /// <summary>Creates a dataset.</summary>
    /// <param name="name">The name of the dataset in reports; not empty.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="movies">The films; a film's position is its dense id. Their <see cref="Movie.Id"/> must all differ.</param>
    /// <param name="userIds">The users' original ids, all different; a user's position is its dense id.</param>
    /// <param name="ratings">The ratings, with dense ids, in the order of their file; at most one for each user and film.</param>
    /// <exception cref="ArgumentException">
    /// The name is empty, an id occurs twice, or a user rates the same film twice.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rating's user or film is not in the dataset, or its value is not on the scale.
    /// </exception>
    public RatingDataset(
        string name, RatingScale scale, IReadOnlyList<Movie> movies, IReadOnlyList<int> userIds, ReadOnlyMemory<Rating> ratings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(movies);
        ArgumentNullException.ThrowIfNull(userIds);
        RequireDistinct(movies.Select(movie => movie.Id), movies.Count, nameof(movies));
        RequireDistinct(userIds, userIds.Count, nameof(userIds));
        HasTimestamps = ValidateRatings(scale, movies.Count, userIds.Count, ratings.Span);

        Name = name;
        Scale = scale;
        Movies = movies;
        UserIds = userIds;
        Ratings = ratings;
    }

    /// <summary>The name of the dataset in reports, such as "ml-latest-small".</summary>
    public string Name { get; }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>The films, rated or not; a film's position is the <see cref="Rating.Item"/> of its ratings.</summary>
    public IReadOnlyList<Movie> Movies { get; }

    /// <summary>The users' original ids, in the order of their first rating; a user's position is its <see cref="Rating.User"/>.</summary>
    public IReadOnlyList<int> UserIds { get; }

    /// <summary>The ratings in the order of the file, at most one for each user and film.</summary>
    public ReadOnlyMemory<Rating> Ratings { get; }

    /// <summary>Whether there are ratings and all of them have a timestamp.</summary>
    public bool HasTimestamps { get; }

    /// <summary>The number of ratings in the file that were left out because their film is not in <see cref="Movies"/>.</summary>
    public int DroppedRatings { get; init; }

    /// <summary>The number of ratings in the file that were left out because the user rated the film again later.</summary>
    public int SupersededRatings { get; init; }

    /// <summary>The number of rows in the film file that were left out because they are known to be corrupt or repeat a film.</summary>
    public int SkippedMovieRows { get; init; }

    private static void RequireDistinct(IEnumerable<int> ids, int count, string parameter)
    {
        var seen = new HashSet<int>(count);
        foreach (int id in ids)
        {
            if (!seen.Add(id))
            {
                throw new ArgumentException($"The id {id} occurs twice.", parameter);
            }
        }
    }

    private static bool ValidateRatings(RatingScale scale, int movieCount, int userCount, ReadOnlySpan<Rating> ratings)
    {
        var pairs = new ulong[ratings.Length];
        bool allTimed = ratings.Length > 0;
        for (int i = 0; i < ratings.Length; i++)
        {
            Rating rating = ratings[i];
            if ((uint)rating.User >= (uint)userCount)
            {
                throw new ArgumentOutOfRangeException(nameof(ratings), rating.User, $"A rating's user must be 0 to {userCount - 1}.");
            }

            if ((uint)rating.Item >= (uint)movieCount)
            {
                throw new ArgumentOutOfRangeException(nameof(ratings), rating.Item, $"A rating's film must be 0 to {movieCount - 1}.");
            }

            if (!scale.Contains(rating.Value))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(ratings), rating.Value, $"A rating must be {scale.Minimum} to {scale.Maximum}.");
            }

            allTimed &= rating.Timestamp != 0;
            pairs[i] = ((ulong)(uint)rating.User << 32) | (uint)rating.Item;
        }

        Array.Sort(pairs);
        for (int i = 1; i < pairs.Length; i++)
        {
            if (pairs[i] == pairs[i - 1])
            {
                throw new ArgumentException(
                    $"User {pairs[i] >> 32} rates film {(uint)pairs[i]} twice. Keep one of the ratings.", nameof(ratings));
            }
        }

        return allTimed;
    }
}
