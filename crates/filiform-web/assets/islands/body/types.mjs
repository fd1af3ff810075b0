// The shapes of what the server writes and of what the parts of the body pass to each other.

/** @typedef {[number, number, number]} Vector millimetres: x to the body's own left, y up, z forward */
/** @typedef {[number, number, number, number]} Place a triangle and the weights of its three corners */
/** @typedef {{ female?: Place, male?: Place }} BothPlaces */
/** @typedef {"female" | "male"} Sex */
/** @typedef {"left" | "right" | "midline"} Side */
/** @typedef {"planned" | "suggested" | "in" | "removed" | "stopped" | "last" | "point"} MarkKind */
/** @typedef {"perpendicular" | "oblique" | "tangential"} Angle */

/**
 * @typedef {object} Action
 * @property {string} words
 * @property {string} [submit] the form that a press sends
 * @property {string} [open] the address that a press opens
 * @property {string} [move] the form that receives the next place tapped
 */

/**
 * @typedef {object} Mark
 * @property {string} id
 * @property {string} label
 * @property {string} words
 * @property {MarkKind} mark
 * @property {Side} side
 * @property {BothPlaces} place
 * @property {{ submit?: string, open?: string } | null} [press]
 * @property {Action[]} [actions]
 * @property {number | null} [depth_mm]
 * @property {Angle | null} [angle]
 * @property {number | null} [since] seconds since 1970
 */

/** @typedef {{ a: string, b: string, words: string, forbidden?: string | null }} Pair */
/** @typedef {{ words: string, region: string, side: Side }} Device */

/**
 * @typedef {object} ChartData what the server wrote beside the chart; every field may be missing
 * @property {"show" | "needles" | "draw"} [mode]
 * @property {Sex} [sex]
 * @property {string} [mesh]
 * @property {string} [atlas]
 * @property {Record<string, string>} [pictures]
 * @property {Record<string, string>} [regions]
 * @property {Mark[]} [marks]
 * @property {Pair[]} [pairs]
 * @property {string} [pain]
 * @property {string} [earlier_pain]
 * @property {Device[]} [devices]
 * @property {{ region: string, side: Side }[]} [ticked] where it hurts, ticked in words and not drawn
 * @property {{ form: string, words: string, named: string } | null} [free]
 * @property {{ field: string } | null} [draw]
 * @property {number} [now] the server's clock when it drew the page, seconds since 1970
 */

/**
 * @typedef {object} AtlasPoint
 * @property {string} code
 * @property {string} name
 * @property {boolean} midline
 * @property {BothPlaces} place
 * @property {string} region
 * @property {string[]} [muscles]
 * @property {string[]} [nerves]
 * @property {string[]} [dermatomes]
 * @property {string[]} [segments]
 * @property {string[]} [hazards]
 * @property {string} [confidence]
 */

/**
 * @typedef {object} CameraSpec one of the cameras that pictures were taken with
 * @property {string} name
 * @property {string} words
 * @property {number} yaw
 * @property {number} pitch
 * @property {number} width_px
 * @property {number} height_px
 * @property {{ centre_mm: Vector, height_mm: number }} female
 * @property {{ centre_mm: Vector, height_mm: number }} male
 */

/**
 * @typedef {object} Body the skin: the left half as stored, the right half its mirror
 * @property {string} name
 * @property {number} vertexCount of the left half; the mirror of vertex v is v + vertexCount
 * @property {number} half triangles of the left half; the mirror of triangle t is t + half
 * @property {Uint32Array} corners three vertices for each triangle of both halves, in the order of the weights
 * @property {Uint8Array} isEmpty 1 for a triangle of both halves without area
 * @property {Uint8Array} isSeam 1 for a vertex of the left half on the midline
 * @property {Record<Sex, Float32Array>} rest positions of the left half
 * @property {Record<Sex, { light: Float32Array | null, heavy: Float32Array | null }>} build offsets
 * @property {Uint8Array} region by triangle of the left half
 * @property {Uint8Array} dermatome
 * @property {Uint8Array} muscle
 * @property {Uint8Array} hazard a mask of bits
 * @property {string[]} regions
 * @property {string[]} dermatomes
 * @property {string[]} muscles
 * @property {string[]} hazards
 * @property {CameraSpec[]} cameras
 */

/**
 * @typedef {object} Shape a body of one sex and build
 * @property {Float32Array} positions both halves
 * @property {Float32Array} normals both halves
 */

/**
 * @typedef {object} Camera
 * @property {number} yaw degrees around the body, 0 sees the front, 90 the body's left side
 * @property {number} pitch degrees above the horizon
 * @property {Vector} centre what stands in the middle of the stage
 * @property {number} scale pixels for each millimetre
 */

/** @typedef {{ triangle: number, weights: Vector, depth: number }} Hit */

/**
 * @typedef {object} Paint what the skin shows, by vertex of both halves
 * @property {Uint8Array} tint red, green, blue and strength of the colouring
 * @property {Uint8Array} cover how far each of the four kinds of pain covers the vertex
 * @property {Uint8Array} strength how strong each kind is there
 * @property {Uint8Array} earlier how far earlier pain covers it
 */

/** @typedef {{ clay: Vector, shade: Vector, glow: Vector, earlier: Vector, pain: Vector[], dim: number }} Palette */

/**
 * @typedef {object} Stage where the skin is drawn
 * @property {"webgl" | "pictures"} kind
 * @property {HTMLElement} element
 * @property {boolean} canTurn
 * @property {(width: number, height: number) => void} resize
 * @property {(detail: Detail) => void} setDetail
 * @property {(shape: Shape) => void} setShape
 * @property {(paint: Paint, triangles: TrianglePaint) => void} setPaint
 * @property {(palette: Palette) => void} setPalette
 * @property {(half: ShownHalf) => void} setHalf
 * @property {(camera: Camera, spec: CameraSpec, isMirrored: MirrorState, sex: Sex) => void} draw
 * @property {() => void} onRedraw called by the stage when it wants to be drawn again
 */

/** @typedef {"as-taken" | "mirrored"} MirrorState */
/** @typedef {"fine" | "quick"} Detail quick: no more than one pixel for each of the page, while the body moves */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Bounds pixels of the stage on which skin is drawn */
/** @typedef {"both" | "left" | "right"} ShownHalf a close-up of a hand or foot shows its own half only */

/**
 * @typedef {object} TrianglePaint the same by triangle of both halves, for a stage without shaders
 * @property {(Vector | null)[]} tint
 * @property {Uint8Array} kinds bits: 1 ache, 2 burning, 4 pins, 8 numb, 16 earlier
 */

export {};
