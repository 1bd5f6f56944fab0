using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets.Internals;

/// <summary>A synthetic user: how this viewer likes and rates films.</summary>
internal sealed class SyntheticViewer
{
    private const double MeanRating = 3.3;
    private const double BiasDeviation = 0.4;
    private const double AgeWeight = 0.8;
    private const int ConjunctionCount = 4;
    private const double ShareOfWholeStars = 0.35;

    private readonly double _tasteDeviation;
    private readonly double _companyDeviation;
    private readonly double _moodDeviation;
    private readonly double _noiseDeviation;
    private readonly double _drift;
    private readonly double _mean;
    private readonly double _spread;
    private readonly double[] _firstTaste;
    private readonly double[] _lastTaste;
    private readonly double _ageTaste;
    private readonly double[] _company;
    private readonly RatingScale _scale;
    private readonly (int Genre, bool Old, double Liking)[] _conjunctions = new (int, bool, double)[ConjunctionCount];
    private double _mood;

    public SyntheticViewer(SyntheticMoviesOptions options, ref SplitMix64 random)
    {
        _tasteDeviation = options.TasteDeviation;
        _companyDeviation = options.CompanyDeviation;
        _moodDeviation = options.MoodDeviation;
        _noiseDeviation = options.NoiseDeviation;
        _drift = options.Drift;
        _mean = MeanRating + (BiasDeviation * NormalDeviate.Next(ref random));
        _spread = 0.7 + (0.6 * random.NextDouble());
        _ageTaste = AgeWeight * NormalDeviate.Next(ref random);
        _scale = random.NextDouble() < ShareOfWholeStars ? RatingScale.Stars : RatingScale.HalfStars;
        _firstTaste = Taste(ref random);
        _lastTaste = Taste(ref random);
        for (int i = 0; i < _conjunctions.Length; i++)
        {
            // Only common genres: a taste for or against Westerns would hardly ever have an effect.
            int genre = SyntheticFilm.CommonGenres[random.Next(SyntheticFilm.CommonGenres.Length)];
            _conjunctions[i] = (genre, random.Next(2) == 0, random.Next(2) == 0 ? -1 : 1);
        }

        _company = _companyDeviation > 0 ? HiddenTaste.Draw(ref random) : [];
    }

    /// <summary>Draws the mood of the next ratings.</summary>
    public void StartSession(ref SplitMix64 random) => _mood = _moodDeviation > 0 ? _moodDeviation * NormalDeviate.Next(ref random) : 0;

    /// <summary>How many stars better or worse a film is than this viewer's average film.</summary>
    /// <param name="film">The film.</param>
    /// <param name="progress">From 0 at the viewer's first rating to 1 at the last.</param>
    public double Liking(SyntheticFilm film, double progress)
    {
        double drifted = _drift * progress;
        double genreTaste = 0;
        foreach (int genre in film.Genres)
        {
            genreTaste += ((1 - drifted) * _firstTaste[genre]) + (drifted * _lastTaste[genre]);
        }

        double taste = (genreTaste / Math.Sqrt(film.Genres.Length)) + (_ageTaste * film.Age);
        foreach ((int genre, bool old, double liking) in _conjunctions)
        {
            if (film.Age > 0 == old && Array.IndexOf(film.Genres, genre) >= 0)
            {
                taste += liking;
            }
        }

        double company = _companyDeviation > 0 ? _companyDeviation * HiddenTaste.Agreement(_company, film.Company) : 0;
        return _spread * (film.Quality + (_tasteDeviation * taste) + company);
    }

    /// <summary>Rates a film in half stars, or in whole stars if this viewer never uses half stars.</summary>
    public float Rate(SyntheticFilm film, double progress, ref SplitMix64 random)
    {
        double rating = _mean + _mood + Liking(film, progress) + (_noiseDeviation * NormalDeviate.Next(ref random));
        return _scale.ValueOf(_scale.LevelOf(rating));
    }

    private static double[] Taste(ref SplitMix64 random)
    {
        var taste = new double[SyntheticFilm.GenreNames.Length];
        for (int genre = 0; genre < taste.Length; genre++)
        {
            taste[genre] = 0.7 * NormalDeviate.Next(ref random);
        }

        return taste;
    }
}
