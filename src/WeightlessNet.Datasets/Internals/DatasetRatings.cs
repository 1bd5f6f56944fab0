using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Collects the ratings of a file and maps the file's ids to dense ids.</summary>
internal sealed class DatasetRatings
{
    private readonly IReadOnlyList<Movie> _movies;
    private readonly Dictionary<int, int> _items;
    private readonly Dictionary<int, int> _users = [];
    private readonly List<int> _userIds = [];
    private readonly List<Rating> _ratings = [];
    private int _dropped;
    private bool _sawHalfStars;

    public DatasetRatings(IReadOnlyList<Movie> movies)
    {
        _movies = movies;
        _items = new Dictionary<int, int>(movies.Count);
        for (int item = 0; item < movies.Count; item++)
        {
            _items.Add(movies[item].Id, item);
        }
    }

    /// <summary>The scale of the ratings so far: half stars if one was seen, otherwise whole stars.</summary>
    public RatingScale SeenScale => _sawHalfStars ? RatingScale.HalfStars : RatingScale.Stars;

    /// <summary>Reads ratings from a file whose first record names the columns.</summary>
    public void ReadWithHeader(DelimitedFile file)
    {
        FileHeader header = file.ReadHeader();
        int user = header.Require("userId");
        int movie = header.Require("movieId");
        int value = header.Require("rating");
        int timestamp = header.Find("timestamp", "time", "date");
        while (file.Read())
        {
            Add(file.Id(user, "user id"), file.Id(movie, "movie id"), file.HalfStars(value), timestamp < 0 ? 0 : file.Timestamp(timestamp));
        }
    }

    /// <summary>Reads ratings from a file with user, film, rating and an optional timestamp, without column names.</summary>
    /// <param name="file">The file.</param>
    /// <param name="valueOf">Reads the rating in a column of the current record.</param>
    public void ReadWithoutHeader(DelimitedFile file, Func<int, float> valueOf)
    {
        while (file.Read())
        {
            if (file.Count is not (3 or 4))
            {
                throw file.Malformed("a rating has 3 fields, or 4 with its timestamp; found first", file[0]);
            }

            Add(file.Id(0, "user id"), file.Id(1, "movie id"), valueOf(2), file.Count == 3 ? 0 : file.Timestamp(3));
        }
    }

    /// <summary>The dataset of all ratings read so far.</summary>
    public RatingDataset ToDataset(string name, RatingScale scale, int skippedMovieRows = 0)
    {
        Rating[] kept = RepeatedRatings.KeepLatest(_ratings);
        return new RatingDataset(name, scale, _movies, _userIds.ToArray(), kept)
        {
            DroppedRatings = _dropped,
            SupersededRatings = _ratings.Count - kept.Length,
            SkippedMovieRows = skippedMovieRows,
        };
    }

    private void Add(int userId, int movieId, float value, long timestamp)
    {
        _sawHalfStars |= value != MathF.Floor(value);
        if (!_items.TryGetValue(movieId, out int item))
        {
            _dropped++;
            return;
        }

        if (!_users.TryGetValue(userId, out int user))
        {
            user = _userIds.Count;
            _users.Add(userId, user);
            _userIds.Add(userId);
        }

        _ratings.Add(new Rating(user, item, value, timestamp));
    }
}
