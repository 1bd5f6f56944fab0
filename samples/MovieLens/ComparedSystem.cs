using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>A system of the comparison.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Look">How plots draw it.</param>
/// <param name="Protocols">The protocols in which it takes part.</param>
/// <param name="Create">Creates one for the films and the scale of the ratings.</param>
internal sealed record ComparedSystem(
    string Name, SystemLook Look, ProtocolChoice Protocols, Func<FilmCatalogs, RatingScale, IRecommender> Create);
