using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Films, users and the ratings that the users gave, with dense ids.</summary>
/// <remarks>Immutable and safe to share between threads, given that the lists and the memory it was made of are not changed.</remarks>
public sealed class RatingDataset
{
    /// <summary>Creates a dataset from films, users and ratings that agree with each other.</summary>
    /// <param name="name">What to call the dataset in reports; not empty.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="movies">The films; a film's position is its dense id. Their own ids differ.</param>
    /// <param name="userIds">The users' own ids, each once; a user's position is its dense id.</param>
    /// <param name="ratings">The ratings, in dense ids and in the order of their file; at most one for each user and film.</param>
    /// <exception cref="ArgumentException">
    /// The name is empty, an id occurs twice, or a user rates the same film twice.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A rating names no user or film of the dataset, or is off the scale.</exception>
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

    /// <summary>What to call the dataset in reports, such as "ml-latest-small".</summary>
    public string Name { get; }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>The films, rated or not; a film's position is the <see cref="Rating.Item"/> of its ratings.</summary>
    public IReadOnlyList<Movie> Movies { get; }

    /// <summary>The users' ids in the file, in the order of their first rating; a user's position is the <see
    /// cref="Rating.User"/>.</summary>
    public IReadOnlyList<int> UserIds { get; }

    /// <summary>The ratings in the order of the file, at most one for each user and film.</summary>
    public ReadOnlyMemory<Rating> Ratings { get; }

    /// <summary>Whether there are ratings and every one of them has a time.</summary>
    public bool HasTimestamps { get; }

    /// <summary>How many ratings of the file were left out because their film is not among <see cref="Movies"/>.</summary>
    public int DroppedRatings { get; init; }

    /// <summary>How many ratings of the file were left out because the same user rated the same film again later.</summary>
    public int SupersededRatings { get; init; }

    /// <summary>How many rows of the film file were left out because they are known to be corrupt or repeat a film.</summary>
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
                throw new ArgumentOutOfRangeException(nameof(ratings), rating.User, $"A rating's user is 0 to {userCount - 1}.");
            }

            if ((uint)rating.Item >= (uint)movieCount)
            {
                throw new ArgumentOutOfRangeException(nameof(ratings), rating.Item, $"A rating's film is 0 to {movieCount - 1}.");
            }

            if (!scale.Contains(rating.Value))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(ratings), rating.Value, $"A rating is {scale.Minimum} to {scale.Maximum}.");
            }

            allTimed &= rating.Timestamp != 0;
            pairs[i] = ((ulong)(uint)rating.User << 32) | (uint)rating.Item;
        }

        Array.Sort(pairs);
        for (int i = 1; i < pairs.Length; i++)
        {
            if (pairs[i] == pairs[i - 1])
            {
                throw new ArgumentException($"User {pairs[i] >> 32} rates film {(uint)pairs[i]} twice.", nameof(ratings));
            }
        }

        return allTimed;
    }
}
