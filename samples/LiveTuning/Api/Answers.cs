using WeightlessNet.Recommenders;

namespace LiveTuning.Api;

/// <summary>A film as the page shows it. Bits are the positions of those that are set.</summary>
internal sealed record FilmAnswer(
    int Id, string Title, int? Year, IReadOnlyList<string> Genres, IReadOnlyList<int> Bits, float? Rating);

/// <summary>A page of films.</summary>
internal sealed record FilmsAnswer(int Total, IReadOnlyList<FilmAnswer> Films);

/// <summary>A slider: its id, its heading, what it tunes, and whether it can hide that.</summary>
internal sealed record SliderAnswer(string Id, string Group, string Words, bool CanHide);

/// <summary>The visitor, and what the page offers. Bits says what each bit of a film means.</summary>
internal sealed record SessionAnswer(
    string Token,
    int RatingCount,
    IReadOnlyList<string> Genres,
    IReadOnlyList<string> Bits,
    IReadOnlyList<SliderAnswer> Sliders,
    double GreatestBoost);

/// <summary>
/// A recommended film. The score is in points, or in stars for predicted ratings. Pinned is the id of the control that pins it.
/// </summary>
internal sealed record RankedAnswer(
    int Id, string Title, int? Year, IReadOnlyList<string> Genres, IReadOnlyList<int> Bits, double Score, string Reason, int? Pinned);

/// <summary>The recommendations and the time they took.</summary>
internal sealed record RankingAnswer(double? LearnMicroseconds, double RankMicroseconds, int FilmCount, IReadOnlyList<RankedAnswer> Films);

/// <summary>One of the lists shown side by side.</summary>
internal sealed record ListAnswer(string Id, string Name, string Description, IReadOnlyList<RankedAnswer> Films);

/// <summary>A part of a score.</summary>
internal sealed record PartAnswer(string Name, double Amount);

/// <summary>A bit of a film that the visitor's network sees.</summary>
internal sealed record SeenBitAnswer(string Group, string Words, bool IsSet);

/// <summary>A node: how many of the visitor's ratings are in the cell that the film addresses, and what it adds to the score.</summary>
internal sealed record NodeAnswer(int Ratings, double Amount);

/// <summary>
/// The cell of a node in detail. Inputs are places in the list of seen bits; the first is the lowest bit of the address.
/// </summary>
internal sealed record CellAnswer(
    int Node, IReadOnlyList<int> Inputs, int Address, int CellCount, int Ratings, int Likes, double Amount);

/// <summary>
/// The visitor's own network at a film. The nodes sum to the fields of the explanation; the strongest say most. A visitor without ratings
/// has no nodes.
/// </summary>
internal sealed record NetworkAnswer(
    int RatingCount, IReadOnlyList<SeenBitAnswer> Bits, IReadOnlyList<NodeAnswer> Nodes, IReadOnlyList<CellAnswer> Strongest);

/// <summary>A score split into parts. Base, fields and controls sum to it; so do base, ratings and controls.</summary>
internal sealed record WhyAnswer(
    int Id,
    string Title,
    double Score,
    string Words,
    IReadOnlyList<PartAnswer> Base,
    IReadOnlyList<PartAnswer> ByField,
    IReadOnlyList<PartAnswer> ByRating,
    IReadOnlyList<PartAnswer> ByControl,
    IReadOnlyList<string> WhatIf);

/// <summary>A control in force.</summary>
internal sealed record ControlAnswer(int Id, string Words);

/// <summary>The position of a slider; a null amount means hidden.</summary>
internal sealed record SliderStandAnswer(string Id, double? Amount);

/// <summary>The controls in force, the positions of the sliders, and what can be undone.</summary>
internal sealed record ControlsAnswer(IReadOnlyList<ControlAnswer> Controls, IReadOnlyList<SliderStandAnswer> Sliders, string? Undo);

/// <summary>What was undone.</summary>
internal sealed record UndoAnswer(string Words);

/// <summary>The number of ratings that were forgotten, and whether no file of the server has them any longer.</summary>
internal sealed record ForgottenAnswer(int RatingCount, bool IsErased);

/// <summary>The error of each prediction in stars, made before the rating was learned.</summary>
internal sealed record CurveAnswer(IReadOnlyList<float> Errors);
