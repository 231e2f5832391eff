export namespace bridge {
	
	export class Fault {
	    code: string;
	    message: string;
	
	    static createFrom(source: any = {}) {
	        return new Fault(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.code = source["code"];
	        this.message = source["message"];
	    }
	}
	export class Checked {
	    issuer: string;
	    problems: Record<string, Fault>;
	    problem?: Fault;
	    usable: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Checked(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.issuer = source["issuer"];
	        this.problems = this.convertValues(source["problems"], Fault, true);
	        this.problem = this.convertValues(source["problem"], Fault);
	        this.usable = source["usable"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	
	export class Field {
	    key: string;
	    value: string;
	    source: string;
	    place: string;
	    editable: boolean;
	    problem?: Fault;
	
	    static createFrom(source: any = {}) {
	        return new Field(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.key = source["key"];
	        this.value = source["value"];
	        this.source = source["source"];
	        this.place = source["place"];
	        this.editable = source["editable"];
	        this.problem = this.convertValues(source["problem"], Fault);
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Form {
	    issuer: string;
	    clientId: string;
	    apiIdentifier: string;
	    apiUrl: string;
	    loginWith: string;
	
	    static createFrom(source: any = {}) {
	        return new Form(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.issuer = source["issuer"];
	        this.clientId = source["clientId"];
	        this.apiIdentifier = source["apiIdentifier"];
	        this.apiUrl = source["apiUrl"];
	        this.loginWith = source["loginWith"];
	    }
	}
	export class Profile {
	    name: string;
	    email: string;
	    initials: string;
	    picture: string;
	
	    static createFrom(source: any = {}) {
	        return new Profile(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.name = source["name"];
	        this.email = source["email"];
	        this.initials = source["initials"];
	        this.picture = source["picture"];
	    }
	}
	export class Session {
	    state: string;
	    step: string;
	    provider: string;
	    profile?: Profile;
	    remembered?: Profile;
	    error?: Fault;
	    notice?: Fault;
	    canLogIn: boolean;
	    setUp: boolean;
	    loginWindow: boolean;
	    loginLink: string;
	    outside: boolean;
	    canUseBrowser: boolean;
	    canUnlock: boolean;
	    development: boolean;
	    revision: number;
	
	    static createFrom(source: any = {}) {
	        return new Session(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.state = source["state"];
	        this.step = source["step"];
	        this.provider = source["provider"];
	        this.profile = this.convertValues(source["profile"], Profile);
	        this.remembered = this.convertValues(source["remembered"], Profile);
	        this.error = this.convertValues(source["error"], Fault);
	        this.notice = this.convertValues(source["notice"], Fault);
	        this.canLogIn = source["canLogIn"];
	        this.setUp = source["setUp"];
	        this.loginWindow = source["loginWindow"];
	        this.loginLink = source["loginLink"];
	        this.outside = source["outside"];
	        this.canUseBrowser = source["canUseBrowser"];
	        this.canUnlock = source["canUnlock"];
	        this.development = source["development"];
	        this.revision = source["revision"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}
	export class Settings {
	    fields: Field[];
	    editable: boolean;
	    file: string;
	    redirectUri: string;
	    problem?: Fault;
	    usable: boolean;
	
	    static createFrom(source: any = {}) {
	        return new Settings(source);
	    }
	
	    constructor(source: any = {}) {
	        if ('string' === typeof source) source = JSON.parse(source);
	        this.fields = this.convertValues(source["fields"], Field);
	        this.editable = source["editable"];
	        this.file = source["file"];
	        this.redirectUri = source["redirectUri"];
	        this.problem = this.convertValues(source["problem"], Fault);
	        this.usable = source["usable"];
	    }
	
		convertValues(a: any, classs: any, asMap: boolean = false): any {
		    if (!a) {
		        return a;
		    }
		    if (a.slice && a.map) {
		        return (a as any[]).map(elem => this.convertValues(elem, classs));
		    } else if ("object" === typeof a) {
		        if (asMap) {
		            for (const key of Object.keys(a)) {
		                a[key] = new classs(a[key]);
		            }
		            return a;
		        }
		        return new classs(a);
		    }
		    return a;
		}
	}

}

